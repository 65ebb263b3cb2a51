package io.darkroom.filter;

import java.util.List;

/** What happens to a pixel, whatever its place and its neighbours. Immutable. */
public sealed interface PointOperation {

  /** How many channels come out where 1 or 3 go in. */
  int channelsOut(int channelsIn);

  /** The operation by OpenCV; closed by the caller. */
  CpuForm cpu();

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
    public CpuForm cpu() {
      return new LightnessGrayForm();
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
