package io.darkroom.cuda.engine;

import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Shape;

/**
 * The memory layout of a bundle in a ring entry: two areas that alternate as source and target of
 * the stages, followed by the scratch buffers of a stage.
 *
 * @param pictures maximum number of pictures in a bundle
 */
record Layout(ChainPlan plan, int pictures) {

  private static final long ALIGNMENT = 256;

  /** Returns the distance from one picture or scratch buffer to that of the next layer. */
  static long stride(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Returns the offset of a stage's source picture. The source of the stage after the last one is
   * the result.
   */
  long offset(int stage) {
    return stage % 2 == 0 ? 0 : evenBytes();
  }

  private long evenBytes() {
    return pictures * largest(0);
  }

  private long largest(int parity) {
    long most = 0;
    for (int i = parity; i <= plan.stages().size(); i += 2) {
      most = Math.max(most, stride(shape(i).bytes()));
    }
    return most;
  }

  private Shape shape(int stage) {
    return stage == 0 ? plan.source() : plan.stages().get(stage - 1).target();
  }

  long scratchOffset() {
    return pictures * (largest(0) + largest(1));
  }

  long bytes() {
    return pictures * bytesPerPicture(plan);
  }

  long uploadBytes() {
    return pictures * stride(plan.source().bytes());
  }

  long downloadBytes() {
    return pictures * stride(plan.output().bytes());
  }

  static long bytesPerPicture(ChainPlan plan) {
    Layout one = new Layout(plan, 1);
    long scratch =
        plan.stages().stream()
            .mapToLong(
                stage ->
                    stage.scratches().stream().map(Scratch::bytes).mapToLong(Layout::stride).sum())
            .max()
            .orElse(0);
    return one.largest(0) + one.largest(1) + scratch;
  }
}
