package io.darkroom.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Colour;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.definition.Parameter.Select;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainValidatorTest {

  private final ChainValidator validator =
      new ChainValidator(
          List.of(
              FilterDefinition.of("invert", "Invert", "Inverts."),
              FilterDefinition.of(
                  "gaussian_blur",
                  "Blur",
                  "Blurs.",
                  Numeric.range("sigma", "Sigma", "Width.", 0, 100, 0.1, 1.5),
                  Numeric.steps("kernel", "Kernel", "Size.", 1, 31, 2, "px", 5),
                  new Select("border", "Border", "Edge.", List.of("wrap", "reflect"), "reflect"),
                  new Checkbox("separable", "Separable", "Faster.", "true"),
                  new Colour("tint", "Tint", "Colour.", "#ff8000"))));

  @Test
  void fillsInDefaultsAndParsesTypes() {
    List<ValidStep> steps = validate("gaussian_blur(sigma=2.55, separable=false)");
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).arguments().number("sigma")).isEqualTo(2.55);
    assertThat(steps.get(0).arguments().whole("kernel")).isEqualTo(5);
    assertThat(steps.get(0).arguments().text("border")).isEqualTo("reflect");
    assertThat(steps.get(0).arguments().flag("separable")).isFalse();
    assertThat(steps.get(0).arguments().colour("tint")).isEqualTo(0xff8000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "gaussian_blur(sigma=-1);21;a number from 0 to 100",
        "gaussian_blur(sigma=100.1);21;a number from 0 to 100",
        "gaussian_blur(sigma=NaN);21;a number from 0 to 100",
        "gaussian_blur(sigma=x);21;a number from 0 to 100",
        "gaussian_blur(kernel=4);22;1 to 31 in steps of 2",
        "gaussian_blur(border=Wrap);22;one of wrap, reflect",
        "gaussian_blur(separable=yes);25;true or false",
        "gaussian_blur(tint=red);20;#rrggbb",
        "invert | gausian_blur;10;Did you mean gaussian_blur?",
        "invert | gaussian_blur(sgma=1);24;Did you mean sigma?",
        "invert(x=1);8;has no parameters",
        "gaussian_blur(sigma=1, sigma=2);24;given twice"
      })
  void reportsTheColumnAndTheFix(String chain, int column, String words) {
    DarkroomException e = catchThrowableOfType(DarkroomException.class, () -> validate(chain));
    assertThat(e.problems()).extracting(Problem::column).containsExactly(column);
    assertThat(e).hasMessageContaining(words);
  }

  @Test
  void reportsEveryMistakeAtOnce() {
    DarkroomException e =
        catchThrowableOfType(
            DarkroomException.class, () -> validate("nope | gaussian_blur(sigma=-1, kernel=2)"));
    assertThat(e.problems()).extracting(Problem::column).containsExactly(1, 28, 39);
  }

  private List<ValidStep> validate(String chain) {
    return validator.validate(Chain.parse(chain));
  }
}
