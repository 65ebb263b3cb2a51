package io.darkroom.cuda.bench;

import io.darkroom.cuda.kernels.KernelRun;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Runs kernels on rotating buffers, so that no buffer is still in a cache. */
final class Rotation implements AutoCloseable {

  private static final int MOST = 64;

  private final List<KernelRun> runs = new ArrayList<>();
  private final long bytes;

  /**
   * Uploads noise to the buffers.
   *
   * @param bundle number of pictures per launch
   */
  Rotation(Supplier<KernelRun> kernels, Shape shape, int bundle, Effort effort) {
    Picture noise = Picture.random(shape.width(), shape.height(), shape.channels(), 1);
    List<Picture> pictures = Collections.nCopies(bundle, noise);
    add(kernels, pictures);
    bytes = bundle * (shape.bytes() + runs.get(0).output().bytes());
    while (runs.size() < MOST && runs.size() * bytes < effort.rotatedBytes()) {
      add(kernels, pictures);
    }
  }

  private void add(Supplier<KernelRun> kernels, List<Picture> pictures) {
    KernelRun run = kernels.get();
    run.bind(pictures);
    runs.add(run);
  }

  /** Returns the minimum bytes that a launch reads and writes: its pictures. */
  long bytes() {
    return bytes;
  }

  void launch(int turn) {
    runs.get(turn % runs.size()).launch();
  }

  @Override
  public void close() {
    runs.forEach(KernelRun::close);
  }
}
