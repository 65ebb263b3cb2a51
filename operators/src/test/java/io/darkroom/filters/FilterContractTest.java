package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.Accelerator;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.CpuForm;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every filter; new filters are tested automatically. */
class FilterContractTest {

  private static final String ID = "[a-z][a-z0-9_]*";

  static Stream<FilterDefinition> definitions() {
    return FilterRun.CATALOGUE.definitions().stream();
  }

  /** Returns each filter with its defaults, and with each parameter at each option or limit. */
  static Stream<String> steps() {
    return definitions().flatMap(FilterContractTest::stepsOf);
  }

  private static Stream<String> stepsOf(FilterDefinition filter) {
    Stream<String> varied =
        filter.parameters().stream()
            .flatMap(
                parameter ->
                    valuesOf(parameter)
                        .map(value -> "%s(%s=%s)".formatted(filter.id(), parameter.id(), value)));
    return Stream.concat(Stream.of(filter.id()), varied);
  }

  private static Stream<String> valuesOf(Parameter parameter) {
    if (parameter instanceof Parameter.Select select) {
      return select.options().stream();
    }
    if (parameter instanceof Parameter.Numeric numeric) {
      double afterMin = numeric.min() + numeric.step();
      return Stream.of(numeric.min(), afterMin, numeric.max()).map(String::valueOf);
    }
    if (parameter instanceof Parameter.Checkbox) {
      return Stream.of("true", "false");
    }
    return Stream.of(parameter.defaultValue());
  }

  @Test
  void sortsFiltersById() {
    assertThat(definitions().map(FilterDefinition::id))
        .isSorted()
        .contains("gaussian_blur", "grayscale", "resize");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void hasACompleteDefinition(FilterDefinition filter) {
    assertThat(filter.id()).matches(ID);
    assertThat(List.of(filter.title(), filter.description(), filter.since()))
        .allSatisfy(text -> assertThat(text).isNotBlank());
    assertThat(filter.accelerators()).contains(Accelerator.CPU);
    assertThat(filter.parameters()).extracting(Parameter::id).doesNotHaveDuplicates();
    assertThat(filter.parameters())
        .allSatisfy(
            parameter -> {
              assertThat(parameter.id()).matches(ID);
              assertThat(parameter.title()).isNotBlank();
              assertThat(parameter.help()).isNotBlank();
              assertThat(parameter.parse(parameter.defaultValue())).isNotNull();
            });
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void acceptsItsDefaultsAsText(FilterDefinition filter) {
    String arguments =
        filter.parameters().stream()
            .map(parameter -> parameter.id() + "=" + parameter.defaultValue())
            .collect(Collectors.joining(", "));
    String written = arguments.isEmpty() ? filter.id() : filter.id() + "(" + arguments + ")";

    assertThat(Chain.parse(written)).hasToString(written);
    assertThat(FilterRun.steps(written)).isEqualTo(FilterRun.steps(filter.id()));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void acceptsAtLeastOneOfItsSettings(FilterDefinition filter) {
    assertThat(stepsOf(filter)).anyMatch(FilterContractTest::accepted);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void givesEqualPicturesWithOldAndNewBuffers(String step) {
    if (!accepted(step)) {
      assertThatThrownBy(() -> FilterRun.CATALOGUE.check(FilterRun.steps(step)))
          .hasMessageMatching("chain, " + ID + ": .+: .+ \\(expected: .+\\)\\. .+\\.");
      return;
    }
    ValidStep valid = FilterRun.steps(step).get(0);
    try (CpuForm form = FilterRun.CATALOGUE.filter(valid.filter().id()).cpu(valid.arguments());
        Mat target = new Mat()) {
      Picture before = null;
      for (Picture picture : sizesInTurn()) {
        if (!valid.filter().stateful() || !isLike(picture, before)) {
          applyTwice(form, picture, target, valid);
        }
        before = picture;
      }
    }
  }

  /** Sizes and channels change and come back, so that a stale buffer would show. */
  private static List<Picture> sizesInTurn() {
    Picture colour = Picture.random(33, 7, 3, 1);
    Picture gray = Picture.random(33, 7, 1, 2);
    Picture wider = Picture.random(64, 12, 3, 3);
    return List.of(colour, gray, wider, gray, colour, Picture.gradient(33, 7, 3));
  }

  /** Whether a stateful filter would continue from one picture to the other. */
  private static boolean isLike(Picture picture, Picture before) {
    return before != null
        && picture.width() == before.width()
        && picture.height() == before.height()
        && picture.channels() == before.channels();
  }

  private static void applyTwice(CpuForm form, Picture picture, Mat target, ValidStep step) {
    try (Mat source = picture.mat()) {
      Picture expected = FilterRun.apply(step, picture);
      form.apply(source, target);

      FilterRun.assertSame(Picture.of(target), expected);
      FilterRun.assertSame(Picture.of(source), picture);
      assertThat(expected.channels())
          .isEqualTo(promised(step.filter().channelsOut(), picture.channels()));
    } catch (DarkroomException e) {
      assertThat(e).hasMessageMatching(ID + ": .+ \\(expected: .+\\)\\. .+\\.");
    }
  }

  private static int promised(Channels out, int in) {
    return switch (out) {
      case ANY -> in;
      case GRAY -> 1;
      case COLOUR -> 3;
    };
  }

  private static boolean accepted(String step) {
    try {
      FilterRun.CATALOGUE.check(FilterRun.steps(step));
      return true;
    } catch (DarkroomException e) {
      return false;
    }
  }
}
