package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

import io.darkroom.filters.Morphology.Element;
import io.darkroom.filters.Morphology.Operation;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The passes of one erosion or dilation; each takes the minimum or the maximum over spans of rows.
 *
 * <p>A rectangle needs one pass along rows and one along columns, lengthened by its iterations;
 * other shapes need one pass per iteration.
 *
 * @param spans for each pass, how far each row of its element extends to either side
 */
record MorphologySteps(List<short[]> spans) {

  /** The buffers that passes read and write, in the numbering of {@code morphology.cu}. */
  private enum Place {
    SOURCE,
    TARGET,
    FIRST,
    SECOND
  }

  static MorphologySteps of(Element element, int side, int iterations) {
    if (element == Element.RECTANGLE) {
      int reach = side / 2 * iterations;
      return new MorphologySteps(List.of(new short[] {(short) reach}, new short[2 * reach + 1]));
    }
    return new MorphologySteps(Collections.nCopies(iterations, spans(element, side)));
  }

  private static short[] spans(Element element, int side) {
    short[] spans = new short[side];
    try (Mat cells = element.mat(side);
        UByteIndexer cell = cells.createIndexer()) {
      for (int y = 0; y < side; y++) {
        int count = 0;
        for (int x = 0; x < side; x++) {
          count += cell.get(y, x);
        }
        spans[y] = (short) (count / 2);
      }
    }
    return spans;
  }

  KernelPlan plan(Shape shape, Operation operation) {
    var passes = new Passes(shape, new ArrayList<>());
    switch (operation) {
      case ERODE -> passes.add(steps(false), Place.TARGET, Place.FIRST);
      case DILATE -> passes.add(steps(true), Place.TARGET, Place.FIRST);
      case OPEN -> passes.add(join(steps(false), steps(true)), Place.TARGET, Place.FIRST);
      case CLOSE -> passes.add(join(steps(true), steps(false)), Place.TARGET, Place.FIRST);
      case GRADIENT -> {
        passes.add(steps(true), Place.TARGET, Place.FIRST);
        passes.add(steps(false), Place.FIRST, Place.SECOND);
        passes.addDifference();
      }
    }
    return new KernelPlan(shape, passes.list);
  }

  private record Step(short[] spans, boolean greatest) {}

  private List<Step> steps(boolean greatest) {
    return spans.stream().map(each -> new Step(each, greatest)).toList();
  }

  private static List<Step> join(List<Step> first, List<Step> then) {
    List<Step> both = new ArrayList<>(first);
    both.addAll(then);
    return both;
  }

  private record Passes(Shape shape, List<Pass> list) {

    /**
     * Adds steps from the source to the last place; intermediate results alternate between both
     * places.
     */
    void add(List<Step> steps, Place last, Place other) {
      Place from = Place.SOURCE;
      for (int i = 0; i < steps.size(); i++) {
        boolean writesLast = (steps.size() - 1 - i) % 2 == 0;
        Place to = writesLast ? last : other;
        list.add(pass(from, to, other, steps.get(i)));
        from = to;
      }
    }

    private Pass pass(Place from, Place to, Place other, Step step) {
      return Pass.overValues(
          shape,
          "morphology_extreme",
          SOURCE,
          TARGET,
          scratch(Place.FIRST),
          scratch(other),
          Argument.of(from.ordinal()),
          Argument.of(to.ordinal()),
          Argument.of(step.greatest ? 1 : 0),
          Table.of(step.spans),
          Argument.of(step.spans.length / 2));
    }

    void addDifference() {
      list.add(Pass.overValues(shape, "morphology_difference", scratch(Place.FIRST), TARGET));
    }

    private Argument scratch(Place place) {
      return Scratch.of(place.name(), shape.bytes());
    }
  }
}
