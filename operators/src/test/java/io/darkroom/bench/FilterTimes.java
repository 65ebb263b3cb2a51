package io.darkroom.bench;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.CpuForm;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Measures the times that estimates are checked against: the CPU time of each filter in a list, in
 * ns per pixel of the input or the output, whichever is larger. Writes the times into the list.
 *
 * <pre>java -cp … io.darkroom.bench.FilterTimes operators/src/test/resources/filter-times.txt</pre>
 */
public final class FilterTimes {

  private static final int WIDTH = 2048;
  private static final int HEIGHT = 1152;
  private static final int TIMES = 5;

  private FilterTimes() {}

  public static void main(String[] arguments) throws IOException {
    Path list = Path.of(arguments[0]);
    Mat picture = Picture.random(WIDTH, HEIGHT, 3, 1).mat();
    opencv_imgproc.GaussianBlur(picture, picture, new Size(0, 0), 2);
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      String step = line.replaceFirst("\\s+[0-9.]+$", "");
      lines.add(step.startsWith("#") ? step : measured(step, picture));
    }
    Files.write(list, lines);
  }

  private static String measured(String text, Mat picture) {
    ValidStep step = FilterRun.steps(text).get(0);
    try (CpuForm form = FilterRun.CATALOGUE.filter(step.filter().id()).cpu(step.arguments());
        Mat target = new Mat()) {
      form.apply(picture, target);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < TIMES; i++) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        form.apply(picture, target);
        least =
            Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
      }
      double pixels = Math.max(picture.total(), target.total());
      return String.format(Locale.ROOT, "%s %.2f", text, least / pixels);
    }
  }
}
