package io.darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random chains on random pictures. */
class ChainPropertiesTest {

  @Provide
  static Arbitrary<List<String>> chains() {
    return Arbitraries.of(
            "grayscale",
            "grayscale(algorithm=lightness)",
            "grayscale(algorithm=bt709)",
            "gaussian_blur",
            "gaussian_blur(border_mode=wrap)",
            "gaussian_blur(separable=false)",
            "invert",
            "brightness_contrast(contrast=1.7)",
            "threshold",
            "threshold(mode=otsu)",
            "sobel",
            "sobel(direction=x)",
            "resize(width=20)",
            "resize(width=9, height=30, interpolation=area)",
            "flip(direction=both)",
            "canny",
            "crop(width=12, height=9)",
            "rotate",
            "rotate(angle=33)")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  static Arbitrary<List<Picture>> pictures() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(1, 3),
            Arbitraries.longs())
        .as(Picture::random)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 300)
  void givesTheResultOfItsStepsOneAfterAnother(
      @ForAll("chains") List<String> chain, @ForAll("pictures") List<Picture> pictures) {
    List<ValidStep> steps = FilterRun.steps(String.join(" | ", chain));
    RecordedResults recorded = new RecordedResults();
    try (Engine engine = new CpuEngine(FilterRun.CATALOGUE);
        Program program = engine.compile(steps)) {
      program.run(pictures.stream().map(Picture::mat).toList(), recorded);
    }

    assertThat(recorded.pictures).hasSameSizeAs(pictures);
    for (int i = 0; i < pictures.size(); i++) {
      Picture expected = pictures.get(i);
      for (ValidStep step : steps) {
        expected = FilterRun.apply(step, expected);
      }
      FilterRun.assertSame(recorded.pictures.get(i), expected);
    }
  }
}
