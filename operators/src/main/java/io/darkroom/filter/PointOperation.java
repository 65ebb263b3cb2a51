package io.darkroom.filter;

import java.util.List;

/** An operation on a single pixel, independent of its position and its neighbours. Immutable. */
public sealed interface PointOperation {

  /** Returns the number of output channels for 1 or 3 input channels. */
  int channelsOut(int channelsIn);

  /** Creates the operation's OpenCV form; the caller closes it. */
  CpuForm cpu();

  /** Estimates the CPU time per colour pixel, in ns. */
  default double nanosPerPixel() {
    return 2;
  }

  /** Estimates the bytes per pixel that its form holds in addition to input and output. */
  default double scratchPerPixel() {
    return 0;
  }

  /**
   * Replaces each value by an entry of a table of 256: {@code cv::LUT}.
   *
   * @param tables one for all channels, or three for blue, green and red; three turn a gray picture
   *     into a colour picture
   */
  record Lookup(List<byte[]> tables) implements PointOperation {

    public Lookup {
      tables = List.copyOf(tables);
    }

    public static Lookup everyChannel(byte[] table) {
      return new Lookup(List.of(table));
    }

    @Override
    public int channelsOut(int channelsIn) {
      return tables.size() == 1 ? channelsIn : 3;
    }

    @Override
    public double scratchPerPixel() {
      return tables.size();
    }

    @Override
    public CpuForm cpu() {
      return new LookupForm(tables);
    }
  }

  /**
   * Converts colour to gray: (blue B + green G + red R + 2^14) >> 15. A gray pixel stays unchanged.
   *
   * @param blue weight; the three weights add up to 2^15
   */
  record WeightedGray(int blue, int green, int red) implements PointOperation {

    /** The weights of ITU-R BT.601, which {@code cv::cvtColor} uses with {@code COLOR_BGR2GRAY}. */
    public static final WeightedGray BT601 = new WeightedGray(3735, 19235, 9798);

    @Override
    public int channelsOut(int channelsIn) {
      return 1;
    }

    @Override
    public CpuForm cpu() {
      return equals(BT601) ? WeightedGrayForm::bt601 : WeightedGrayForm.q15(red, green, blue);
    }
  }

  /** Converts colour to gray: (R + G + B + 1) / 3, truncated. A gray pixel stays unchanged. */
  record MeanGray() implements PointOperation {

    @Override
    public int channelsOut(int channelsIn) {
      return 1;
    }

    @Override
    public CpuForm cpu() {
      return WeightedGrayForm.average();
    }
  }

  /**
   * Converts colour to gray: (max + min + 1) / 2, truncated, of R, G and B. A gray pixel stays
   * unchanged.
   */
  record LightnessGray() implements PointOperation {

    @Override
    public int channelsOut(int channelsIn) {
      return 1;
    }

    @Override
    public double nanosPerPixel() {
      return 4;
    }

    @Override
    public double scratchPerPixel() {
      return 3;
    }

    @Override
    public CpuForm cpu() {
      return new LightnessGrayForm();
    }
  }

  /**
   * Replaces each channel by a weighted sum of all three: {@code cv::transform}, which computes
   * (blue B + green G + red R + offset + 512) >> 10 for 8 bits, clamped to 0..255. A gray picture
   * is first expanded to three equal channels.
   *
   * @param weights in 1024ths: blue, green, red and offset for the new blue, then for the new green
   *     and the new red
   */
  record Mix(List<Integer> weights) implements PointOperation {

    /** A weight of 1. */
    public static final int ONE = 1 << 10;

    private static final int TOO_MUCH = 32 * ONE;

    public Mix {
      weights = List.copyOf(weights);
      if (weights.size() != 12 || weights.stream().anyMatch(w -> Math.abs(w) >= TOO_MUCH)) {
        throw new IllegalArgumentException(
            "weights: %s (expected: 12 weights between -32 and 32, in 1024ths)."
                .formatted(weights));
      }
    }

    @Override
    public int channelsOut(int channelsIn) {
      return 3;
    }

    @Override
    public double scratchPerPixel() {
      return 3;
    }

    @Override
    public CpuForm cpu() {
      return new MixForm(weights);
    }
  }

  /**
   * Replaces hue, saturation and value by entries of tables: {@code cv::cvtColor} with {@code
   * COLOR_BGR2HSV}, {@code cv::LUT}, and {@code cv::cvtColor} with {@code COLOR_HSV2BGR}, which
   * truncates fractions. A gray picture stays gray; only its values change.
   *
   * <p>OpenCV truncates, but rounds the last pixels of a row whose width is not a multiple of 16 or
   * 32. Here every pixel is truncated, whatever its position. OpenCV computes in floats, with fused
   * multiply-adds if the processor supports them ({@link #fused}); this can change a result by one.
   *
   * @param tables for hue (0 to 179 in units of two degrees), saturation and value; saturation 0
   *     must stay 0
   */
  record Hsv(Lookup tables) implements PointOperation {

    public Hsv {
      if (tables.tables().size() != 3 || tables.tables().get(1)[0] != 0) {
        throw new IllegalArgumentException(
            "tables: %d (expected: 3 for hue, saturation and value, where saturation 0 stays 0)."
                .formatted(tables.tables().size()));
      }
    }

    /** Returns the operation on a gray picture. */
    public Lookup ofGray() {
      return Lookup.everyChannel(tables.tables().get(2));
    }

    /** Returns whether OpenCV uses fused multiply-adds on this machine; loads OpenCV. */
    public static boolean fused() {
      return HsvForm.FUSED;
    }

    @Override
    public int channelsOut(int channelsIn) {
      return channelsIn;
    }

    @Override
    public double nanosPerPixel() {
      return 6;
    }

    @Override
    public double scratchPerPixel() {
      return 9;
    }

    @Override
    public CpuForm cpu() {
      return new HsvForm(this);
    }
  }

  /** Combines several operations into one form. */
  static CpuForm form(List<PointOperation> operations) {
    if (operations.isEmpty()) {
      throw new IllegalStateException(
          "filter: no operation (expected: points or a CPU form). Override points or cpu.");
    }
    return SequentialForm.of(operations.stream().map(PointOperation::cpu).toList());
  }
}
