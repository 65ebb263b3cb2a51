package io.darkroom.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z_]+)` \\| [^|]+ \\| (\\d+) \\| `([A-Z_]+)` \\| (yes|no) \\| .*");

  @Test
  void isDocumentedWithARowForEachCodeInOrder() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(PAGE)) {
      rows =
          lines
              .map(ROW::matcher)
              .filter(row -> row.matches())
              .map(row -> List.of(row.group(1), row.group(2), row.group(3), row.group(4)))
              .map(Object::toString)
              .toList();
    }
    List<String> codes =
        Stream.of(ErrorCode.values())
            .map(
                code ->
                    List.of(
                        code.name(),
                        code.httpStatus(),
                        code.grpcCode(),
                        code.retryable() ? "yes" : "no"))
            .map(Object::toString)
            .toList();
    assertThat(rows).isEqualTo(codes);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void hasADelayIfItIsRetryable(ErrorCode code) {
    assertThat(code.retryDelay().isZero()).isEqualTo(!code.retryable());
    assertThat(ErrorCode.named(code.name())).isEqualTo(code);
  }

  @Test
  void readsACodeOfALaterVersionAsInternal() {
    assertThat(ErrorCode.named("OF_LATER")).isEqualTo(ErrorCode.INTERNAL);
  }
}
