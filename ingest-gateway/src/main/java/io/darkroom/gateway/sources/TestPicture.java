package io.darkroom.gateway.sources;

import io.darkroom.error.Suggestion;
import io.darkroom.frame.ImageLimits;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture that FFmpeg makes.
 *
 * @param graph one source filter of libavfilter with its options, such as {@code
 *     testsrc2=size=1280x720:rate=30}; it opens no file and feeds no other filter
 */
public record TestPicture(String graph) implements SourceUri {

  /** Those that take their picture from nothing but their options. */
  private static final Set<String> FILTERS =
      Set.of(
          "testsrc",
          "testsrc2",
          "rgbtestsrc",
          "yuvtestsrc",
          "smptebars",
          "smptehdbars",
          "pal75bars",
          "pal100bars",
          "color",
          "colorchart",
          "colorspectrum",
          "gradients",
          "mandelbrot",
          "sierpinski",
          "zoneplate");

  private static final Pattern FORM = Pattern.compile("([a-z0-9]+)(=[A-Za-z0-9_=:.@#/+-]+)?");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d*)x(\\d+)");
  private static final int MAX_SIDE = ImageLimits.DEFAULT.maxSide();

  static TestPicture parse(String graph) {
    String filter = graph.replaceFirst("[^a-z0-9].*", "");
    if (!FILTERS.contains(filter)) {
      throw SourceUri.invalid(
          "test:" + graph, "a test picture", Suggestion.didYouMean(filter, FILTERS));
    }
    Matcher sizes = SIZE.matcher(graph);
    boolean small = sizes.results().allMatch(size -> fits(size.group(1)) && fits(size.group(2)));
    if (!small || !FORM.matcher(graph).matches()) {
      throw SourceUri.invalid(
          "test:" + graph,
          "NAME=option=value:… of at most %d px a side".formatted(MAX_SIDE),
          "Write it like test:testsrc2=size=1280x720:rate=30.");
    }
    return new TestPicture(graph);
  }

  private static boolean fits(String pixels) {
    return pixels.length() <= 5 && Integer.parseInt(pixels) <= MAX_SIDE;
  }

  @Override
  public String text() {
    return "test:" + graph;
  }
}
