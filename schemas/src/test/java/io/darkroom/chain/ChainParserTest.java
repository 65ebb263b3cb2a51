package io.darkroom.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.darkroom.chain.Step.Argument;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainParserTest {

  @Test
  void parsesFiltersArgumentsAndColumns() {
    Chain chain =
        Chain.parse(" grayscale(algorithm=bt709) | gaussian_blur( sigma = 2.5,x=\"a b\" )");
    assertThat(chain.steps())
        .containsExactly(
            new Step("grayscale", List.of(new Argument("algorithm", "bt709", 12, 22)), 2),
            new Step(
                "gaussian_blur",
                List.of(new Argument("sigma", "2.5", 46, 54), new Argument("x", "a b", 58, 60)),
                31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t\n"})
  void parsesBlankTextAsAnEmptyChain(String text) {
    assertThat(Chain.parse(text)).isEqualTo(Chain.EMPTY);
  }

  @Test
  void acceptsParenthesesWithoutArguments() {
    assertThat(Chain.parse("invert()")).hasToString("invert");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|;1",
        "invert |;9",
        "invert invert;8",
        "invert(;8",
        "invert(a;9",
        "invert(a=;10",
        "invert(a=1;11",
        "invert(a=1,);12",
        "invert(a=1 b=2);12",
        "9blur;1",
        "blur(1=2);6",
        "invert(a='x');10",
        "invert(a=\"x);10",
        "grayscale || invert;12"
      })
  void reportsTheColumnOfTheMistake(String text, int column) {
    DarkroomException e = catchThrowableOfType(DarkroomException.class, () -> Chain.parse(text));
    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CHAIN);
    assertThat(e.problems()).singleElement().extracting("column").isEqualTo(column);
    assertThat(e).hasMessageContaining("column " + column).hasMessageContaining("expected:");
  }

  @Test
  void refusesChainsThatAreTooLong() {
    String steps = String.join("|", Collections.nCopies(33, "invert"));
    assertThat(catchThrowableOfType(DarkroomException.class, () -> Chain.parse(steps)))
        .hasMessageContaining("at most 32");
    String text = "x".repeat(4097);
    assertThat(catchThrowableOfType(DarkroomException.class, () -> Chain.parse(text)))
        .hasMessageContaining("4097 characters");
  }

  @Property
  void parsesItsOwnTextToTheSameChain(@ForAll("chains") Chain chain) {
    String text = chain.toString();
    assertThat(Chain.parse(text)).hasToString(text);
    assertThat(Chain.parse(text).steps())
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*olumn")
        .isEqualTo(chain.steps());
  }

  @Property
  void parsesOrRefusesAnyText(@ForAll String text) {
    try {
      assertThat(Chain.parse(text)).isNotNull();
    } catch (DarkroomException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CHAIN);
    }
  }

  @Provide
  Arbitrary<Chain> chains() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'z').withChars('_').ofMinLength(1).ofMaxLength(9);
    Arbitrary<Argument> arguments =
        Combinators.combine(names, Arbitraries.strings().ascii().ofMaxLength(12))
            .as((name, value) -> new Argument(name, value, 1, 1));
    Arbitrary<Step> steps =
        Combinators.combine(names, arguments.list().ofMaxSize(3))
            .as((name, list) -> new Step(name, list, 1));
    return steps.list().ofMaxSize(5).map(Chain::new);
  }
}
