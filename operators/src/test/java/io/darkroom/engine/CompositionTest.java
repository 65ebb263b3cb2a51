package io.darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.Fusion.Points;
import io.darkroom.engine.Fusion.Single;
import io.darkroom.engine.Fusion.Stage;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.PointOperation;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Composed point filters: fewer operations, the same bytes. */
@Tag("slow")
class CompositionTest {

  @Provide
  static Arbitrary<String> pointFilters() {
    return Arbitraries.of(
        "grayscale",
        "grayscale(algorithm=bt709)",
        "grayscale(algorithm=average)",
        "grayscale(algorithm=lightness)",
        "invert",
        "brightness_contrast(contrast=1.7)",
        "brightness_contrast(brightness=-30)",
        "gamma",
        "gamma(gamma=0.4)",
        "posterize",
        "posterize(levels=9)",
        "sepia",
        "sepia(strength=0.3)",
        "color_map",
        "color_map(map=twilight)",
        "hue_saturation(hue=90)",
        "hue_saturation(saturation=0.2, value=1.6)",
        "threshold(value=90)",
        "threshold(mode=truncate)",
        "threshold(mode=to_zero_inverse, value=200)");
  }

  @Provide
  static Arbitrary<List<String>> chains() {
    return pointFilters().list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  static Arbitrary<Picture> pictures() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 70),
            Arbitraries.integers().between(1, 20),
            Arbitraries.of(1, 3),
            Arbitraries.longs())
        .as(Picture::random);
  }

  @Property(tries = 500)
  void givesTheSameResultAsTheFiltersOneByOne(
      @ForAll("chains") List<String> chain, @ForAll("pictures") Picture picture) {
    List<ValidStep> steps = FilterRun.steps(String.join(" | ", chain));
    Picture expected = picture;
    for (ValidStep step : steps) {
      expected = FilterRun.apply(step, expected);
    }

    List<PointOperation> operations = operations(picture.channels(), steps);

    try (CpuForm composed = PointOperation.form(operations)) {
      FilterRun.assertSame(FilterRun.by(composed::apply, picture), expected);
    }
  }

  @Property(tries = 200)
  void composesAnyChainOnGrayPicturesToOneTable(@ForAll("chains") List<String> chain) {
    assertThat(operations(1, FilterRun.steps(String.join(" | ", chain)))).hasSize(1);
  }

  @Property(tries = 200)
  void leavesNoConsecutiveTables(@ForAll("chains") List<String> chain) {
    List<PointOperation> operations = operations(3, FilterRun.steps(String.join(" | ", chain)));

    for (int i = 1; i < operations.size(); i++) {
      assertThat(operations.subList(i - 1, i + 1))
          .anyMatch(operation -> !(operation instanceof PointOperation.Lookup));
    }
  }

  @Test
  void composesSixTablesToOne() {
    assertThat(
            operations(
                3,
                FilterRun.steps(
                    "gamma | invert | brightness_contrast(contrast=1.2) | posterize | threshold |"
                        + " gamma(gamma=2.2)")))
        .hasSize(1);
  }

  @Test
  void composesEverythingAfterGrayToOneTable() {
    assertThat(
            operations(
                3,
                FilterRun.steps(
                    "invert | grayscale | gamma | color_map | sepia | hue_saturation | invert")))
        .hasSize(3);
  }

  @Test
  void removesTablesThatChangeNothing() {
    assertThat(operations(3, FilterRun.steps("sepia | invert | invert"))).hasSize(1);
    assertThat(operations(3, FilterRun.steps("invert | invert | sepia"))).hasSize(1);
    assertThat(operations(3, FilterRun.steps("invert | invert"))).hasSize(1);
  }

  @Test
  void separatesStagesAtFiltersOfSeveralPixels() {
    List<Stage> stages =
        Fusion.stages(
            FilterRun.steps("invert | gamma | gaussian_blur | threshold(mode=otsu) | invert"),
            FilterRun.CATALOGUE,
            3);

    assertThat(stages)
        .extracting(stage -> stage.first() + ".." + stage.end())
        .containsExactly("0..2", "2..3", "3..4", "4..5");
    assertThat(stages.get(1)).isInstanceOf(Single.class);
    assertThat(stages.get(2)).isInstanceOf(Single.class);
  }

  private static List<PointOperation> operations(int channels, List<ValidStep> steps) {
    List<Stage> stages = Fusion.stages(steps, FilterRun.CATALOGUE, channels);
    assertThat(stages).hasSize(1);
    return ((Points) stages.get(0)).operations();
  }
}
