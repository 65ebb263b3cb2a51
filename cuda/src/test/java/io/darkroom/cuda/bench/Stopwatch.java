package io.darkroom.cuda.bench;

import static io.darkroom.cuda.kernels.Device.check;

import java.util.Arrays;
import java.util.function.IntConsumer;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/** Measures work on the default stream with the GPU's clock. */
final class Stopwatch implements AutoCloseable {

  private static final int MOST_LAUNCHES = 2000;

  private final Effort effort;
  private final CUevent start = new CUevent();
  private final CUevent end = new CUevent();

  Stopwatch(Effort effort) {
    this.effort = effort;
    check(JCudaDriver.cuEventCreate(start, 0));
    check(JCudaDriver.cuEventCreate(end, 0));
  }

  /**
   * Returns the microseconds of one piece of work: after a warm-up, the median of several samples,
   * each with as many pieces as the minimum duration requires.
   *
   * @param work submits a piece to the stream; receives the number of the piece
   */
  double micros(IntConsumer work) {
    sample(3, work);
    double once = Math.max(0.1, sample(5, work));
    int pieces = (int) Math.min(MOST_LAUNCHES, Math.max(3, effort.sampleMillis() * 1000 / once));
    double[] samples = new double[effort.samples()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sample(pieces, work);
    }
    Arrays.sort(samples);
    return samples[samples.length / 2];
  }

  private double sample(int pieces, IntConsumer work) {
    check(JCudaDriver.cuEventRecord(start, null));
    for (int i = 0; i < pieces; i++) {
      work.accept(i);
    }
    check(JCudaDriver.cuEventRecord(end, null));
    check(JCudaDriver.cuEventSynchronize(end));
    float[] millis = new float[1];
    check(JCudaDriver.cuEventElapsedTime(millis, start, end));
    return millis[0] * 1000.0 / pieces;
  }

  @Override
  public void close() {
    check(JCudaDriver.cuEventDestroy(start));
    check(JCudaDriver.cuEventDestroy(end));
  }
}
