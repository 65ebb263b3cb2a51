package io.darkroom.bench;

import io.darkroom.local.SyntheticCamera;
import java.util.List;
import java.util.stream.LongStream;

/** Distinct JPEG frames of a moving scene, drawn before the measurement. */
final class BenchFrames {

  private static final int FRAMES = 60;

  private final List<byte[]> frames;

  private BenchFrames(List<byte[]> frames) {
    this.frames = frames;
  }

  static BenchFrames draw(int width, int height) {
    SyntheticCamera camera = new SyntheticCamera(width, height);
    return new BenchFrames(LongStream.range(0, FRAMES).mapToObj(camera::jpeg).toList());
  }

  byte[] jpeg(long number) {
    return frames.get((int) (number % frames.size()));
  }

  long meanBytes() {
    return frames.stream().mapToLong(f -> f.length).sum() / frames.size();
  }
}
