package io.darkroom.filter;

import java.util.List;

/** What happens to a pixel, whatever its place and its neighbours. Immutable. */
public sealed interface PointOperation {

  /** How many channels come out where 1 or 3 go in. */
  int channelsOut(int channelsIn);

  /** The operation by OpenCV; closed by the caller. */
  CpuForm cpu();

  /** About how long it takes for a colour pixel on the CPU, in ns. */
  default double nanosPerPixel() {
    return 2;
  }

  /** What its form holds for a pixel beside the picture given and the one made, in bytes. */
  default double scratchPerPixel() {
    return 0;
  }

  /**
   * Each value is replaced by that of a table of 256: {@code cv::LUT}.
   *
   * @param tables one for all channels; or three, for blue, green and red, which a gray picture
   *     gives to three channels
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
   * Colour to gray, (blue B + green G + red R + 2^14) >> 15; a gray pixel stays as it is.
   *
   * @param blue weight; the three sum to 2^15
   */
  record WeightedGray(int blue, int green, int red) implements PointOperation {

    /** ITU-R BT.601 as {@code cv::cvtColor} with {@code COLOR_BGR2GRAY} has it. */
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

  /** (R + G + B + 1) / 3, cut off; a gray pixel stays as it is. */
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

  /** (max + min + 1) / 2, cut off, of R, G and B; a gray pixel stays as it is. */
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
   * Each colour becomes a sum of all three, each with its weight: {@code cv::transform}, which on 8
   * bits is (blue B + green G + red R + offset + 512) >> 10, cut to 0..255. A gray picture enters
   * as three equal channels.
   *
   * @param weights in 1024ths: blue, green, red and offset for the new blue, then for the new green
   *     and the new red
   */
  record Mix(List<Integer> weights) implements PointOperation {

    /** What a weight of 1 is written as. */
    public static final int ONE = 1 << 10;

    private static final int TOO_MUCH = 32 * ONE;

    public Mix {
      weights = List.copyOf(weights);
      if (weights.size() != 12 || weights.stream().anyMatch(w -> Math.abs(w) >= TOO_MUCH)) {
        throw new IllegalArgumentException(
            "weights: %s (expected: 12 between -32 and 32, in 1024ths).".formatted(weights));
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
   * Hue, saturation and value are each replaced by that of a table: {@code cv::cvtColor} with
   * {@code COLOR_BGR2HSV}, {@code cv::LUT}, and {@code COLOR_HSV2BGR}, which cuts fractions off. A
   * gray picture stays gray: only its values change.
   *
   * <p>OpenCV rounds, instead of cutting off, the last pixels of a row that is no multiple of 16 or
   * 32 wide. Here every pixel is cut off, wherever it lies. OpenCV computes in floats, with fused
   * multiply-adds where the processor has them ({@link #fused}), which may make one step's
   * difference.
   *
   * @param tables for hue, 0 to 179 in units of two degrees, saturation and value; no saturation
   *     stays none
   */
  record Hsv(Lookup tables) implements PointOperation {

    public Hsv {
      if (tables.tables().size() != 3 || tables.tables().get(1)[0] != 0) {
        throw new IllegalArgumentException(
            "tables: of %d channels (expected: hue, saturation from 0 to 0, value)."
                .formatted(tables.tables().size()));
      }
    }

    /** What happens to a gray picture. */
    public Lookup ofGray() {
      return Lookup.everyChannel(tables.tables().get(2));
    }

    /** Whether OpenCV has fused multiply-adds here; loads OpenCV. */
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

  /** Several operations as one form. */
  static CpuForm form(List<PointOperation> operations) {
    if (operations.isEmpty()) {
      throw new IllegalStateException("filter: no operation (expected: points or a CPU form).");
    }
    return SequentialForm.of(operations.stream().map(PointOperation::cpu).toList());
  }
}
