package io.darkroom.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Groups the tasks of a bundle that may go through the engine together. For a stateful chain the
 * order of the frames is kept: a change of the size or of the chain starts another group.
 */
final class Grouping {

  private record Group(ProgramKey key, Form form, int turn) {}

  private record Form(int width, int height, int type) {
    static Form of(Mat image) {
      return new Form(image.cols(), image.rows(), image.type());
    }
  }

  private final ProgramCache programs;
  private final Map<Group, List<FrameTask>> groups = new LinkedHashMap<>();
  private final Map<ProgramKey.Owner, Group> newest = new HashMap<>();

  Grouping(ProgramCache programs) {
    this.programs = programs;
  }

  void add(FrameTask task) {
    ProgramKey key = programs.keyOf(task.assignment(), task.streamId());
    Group group = new Group(key, Form.of(task.image()), 0);
    if (!key.shared()) {
      group = newest.merge(key.owner(), group, Grouping::following);
    }
    groups.computeIfAbsent(group, g -> new ArrayList<>()).add(task);
  }

  private static Group following(Group before, Group next) {
    boolean same = before.key().equals(next.key()) && before.form().equals(next.form());
    return same ? before : new Group(next.key(), next.form(), before.turn() + 1);
  }

  void forEach(BiConsumer<ProgramKey, List<FrameTask>> action) {
    groups.forEach((group, tasks) -> action.accept(group.key(), tasks));
  }
}
