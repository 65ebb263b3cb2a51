package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.Fusion.Points;
import io.darkroom.engine.Fusion.Single;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filter.PointOperation;
import io.darkroom.frame.ImageLimits;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Estimates the time and memory that a chain takes on the CPU for pictures of one shape, before it
 * runs. It applies to a GPU too, which is faster but may hand any picture over to the CPU. Composed
 * filters are counted as composed.
 *
 * @param output the shape of the result
 * @param nanos time on one core
 * @param pictures bytes of the pictures between its stages, at most two at a time
 * @param scratch bytes that its filters hold in addition
 * @param models bytes of the models that its filters keep for their stream
 * @param keepsScratch whether filters keep their scratch from picture to picture
 */
public record Estimate(
    Shape output, long nanos, long pictures, long scratch, long models, boolean keepsScratch) {

  /**
   * If the filters of a chain would hold more bytes than this between pictures, they release them
   * after each picture, so that they do not add up.
   */
  static final long MOST_KEPT = 128L << 20;

  private static final ImageLimits NONE =
      new ImageLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

  /** Bytes per pixel of the model of a stateful filter without kernels. */
  private static final double UNKNOWN_MODEL = 64;

  /** Returns the bytes that its program holds between pictures. */
  public long kept() {
    return models + (keepsScratch ? scratch : 0);
  }

  /** Returns the bytes that it takes in addition while it runs. */
  public long passing() {
    return pictures + (keepsScratch ? 0 : scratch);
  }

  /** Estimates a chain for pictures of a shape, without limits on intermediate sizes. */
  static Estimate of(List<ValidStep> steps, FilterCatalogue filters, Shape source) {
    return of(steps, filters, source, NONE);
  }

  /**
   * Estimates a chain for pictures of a shape.
   *
   * @param limits for every intermediate picture and the result
   * @throws DarkroomException {@code IMAGE_TOO_LARGE} if a picture exceeds them, or the error of a
   *     filter that cannot process pictures of this shape
   */
  public static Estimate of(
      List<ValidStep> steps, FilterCatalogue filters, Shape source, ImageLimits limits) {
    Sum sum = new Sum(filters, limits, source);
    Fusion.stages(steps, filters, source.channels()).forEach(sum::add);
    return sum.estimate();
  }

  /** The time and memory of one stage. */
  private record Load(Shape output, double nanosPerPixel, double scratch, long models) {}

  private static final class Sum {

    private final FilterCatalogue filters;
    private final ImageLimits limits;
    private final long[] buffers = new long[2];
    private Shape shape;
    private int stages;
    private double nanos;
    private double allScratch;
    private double mostScratch;
    private long models;

    Sum(FilterCatalogue filters, ImageLimits limits, Shape source) {
      this.filters = filters;
      this.limits = limits;
      this.shape = source;
    }

    void add(Fusion.Stage stage) {
      Load load = stage instanceof Single single ? single(single.step()) : points((Points) stage);
      Shape output = load.output();
      if (stage instanceof Single single) {
        limits.requireSize(single.step().filter().id(), output.width(), output.height());
      }
      nanos += load.nanosPerPixel() * pixels(output);
      allScratch += load.scratch();
      mostScratch = Math.max(mostScratch, load.scratch());
      models += load.models();
      buffers[stages % 2] = Math.max(buffers[stages % 2], output.bytes());
      stages++;
      shape = output;
    }

    private Load points(Points stage) {
      double nanosPerPixel = 0;
      double perPixel = stage.operations().size() > 1 ? 6 : 0;
      int channels = shape.channels();
      for (PointOperation operation : stage.operations()) {
        nanosPerPixel += operation.nanosPerPixel();
        perPixel += operation.scratchPerPixel();
        channels = operation.channelsOut(channels);
      }
      Shape output = shape.withChannels(channels);
      return new Load(output, nanosPerPixel, perPixel * pixels(output), 0);
    }

    private Load single(ValidStep step) {
      var filter = filters.filter(step.filter().id());
      Optional<KernelPlan> plan = plan(step);
      Shape output = plan.map(KernelPlan::output).orElseGet(() -> promised(step));
      Set<Argument> arguments = plan.map(Sum::arguments).orElse(Set.of());
      double scratch = filter.scratchPerPixel(step.arguments()) * pixels(output);
      long models = 0;
      long planned = 0;
      for (Argument argument : arguments) {
        models += argument instanceof Model model ? model.bytes() : 0;
        planned += argument instanceof Scratch room ? room.bytes() : 0;
      }
      if (plan.isEmpty() && step.filter().stateful()) {
        models = Math.round(UNKNOWN_MODEL * pixels(output));
      }
      return new Load(
          output, filter.nanosPerPixel(step.arguments()), Math.max(scratch, planned), models);
    }

    private Optional<KernelPlan> plan(ValidStep step) {
      try {
        return filters
            .filter(step.filter().id())
            .kernels(step.arguments())
            .map(form -> form.plan(shape));
      } catch (DarkroomException e) {
        throw e;
      } catch (RuntimeException e) {
        return Optional.empty(); // The CPU form reports what is wrong with this picture.
      }
    }

    private static Set<Argument> arguments(KernelPlan plan) {
      return plan.passes().stream()
          .flatMap(pass -> pass.arguments().stream())
          .filter(argument -> argument instanceof Model || argument instanceof Scratch)
          .collect(Collectors.toSet());
    }

    private Shape promised(ValidStep step) {
      return switch (step.filter().channelsOut()) {
        case ANY -> shape;
        case GRAY -> shape.withChannels(1);
        case COLOUR -> shape.withChannels(3);
      };
    }

    private double pixels(Shape output) {
      return Math.max(
          (double) shape.width() * shape.height(), (double) output.width() * output.height());
    }

    Estimate estimate() {
      boolean keeps = allScratch <= MOST_KEPT;
      return new Estimate(
          shape,
          Math.round(nanos),
          buffers[0] + buffers[1],
          Math.round(keeps ? allScratch : mostScratch),
          models,
          keeps);
    }
  }
}
