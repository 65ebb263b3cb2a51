package io.darkroom.bench;

import io.darkroom.local.SyntheticCamera;
import java.util.List;
import java.util.stream.LongStream;

/** Distinct JPEG frames of moving pictures, drawn before the clock starts. */
final class Clip {

  private static final int FRAMES = 60;

  private final List<byte[]> frames;

  private Clip(List<byte[]> frames) {
    this.frames = frames;
  }

  static Clip draw(int width, int height) {
    SyntheticCamera camera = new SyntheticCamera(width, height);
    return new Clip(LongStream.range(0, FRAMES).mapToObj(camera::jpeg).toList());
  }

  byte[] frame(long number) {
    return frames.get((int) (number % frames.size()));
  }

  long meanBytes() {
    return frames.stream().mapToLong(f -> f.length).sum() / frames.size();
  }
}
