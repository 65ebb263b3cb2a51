package io.darkroom.cuda.kernels;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.CpuForm;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** One step on frames of one shape, on the CPU and by its kernels. */
final class Comparison {

  private Comparison() {}

  /**
   * Fails where a value differs by more than the filter's tolerance. Stateful filters see the
   * frames one by one, others all at once, as one bundle.
   *
   * @param what tells the case in the failure
   * @return false where the CPU refuses such frames
   */
  static boolean compare(ValidStep step, List<Picture> frames, String what) {
    try (CpuForm cpu = FilterRun.CATALOGUE.filter(step.filter().id()).cpu(step.arguments());
        KernelRun gpu = new KernelRun(FilterRun.CATALOGUE, step)) {
      List<Picture> expected;
      try {
        expected = frames.stream().map(frame -> onCpu(cpu, frame)).toList();
      } catch (DarkroomException refused) {
        return false;
      }
      List<Picture> actual =
          step.filter().stateful()
              ? frames.stream().map(frame -> gpu.run(List.of(frame)).get(0)).toList()
              : gpu.run(frames);
      for (int i = 0; i < frames.size(); i++) {
        Pictures.assertWithin(
            step.filter().tolerance(),
            actual.get(i),
            expected.get(i),
            "%s, frame %d of %s".formatted(what, i, frames.get(i)));
      }
      return true;
    }
  }

  private static Picture onCpu(CpuForm form, Picture picture) {
    try (Mat source = picture.mat();
        Mat target = new Mat()) {
      form.apply(source, target);
      return Picture.of(target);
    }
  }
}
