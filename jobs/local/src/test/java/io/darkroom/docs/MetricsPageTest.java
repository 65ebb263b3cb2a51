package io.darkroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** METRICS.md matches the definitions. {@code -Ddarkroom.docs=write} regenerates it. */
class MetricsPageTest {

  private static final Path PAGE = Path.of("../..").resolve("METRICS.md");

  @Test
  void matchesTheDefinitions() throws IOException {
    if ("write".equals(System.getProperty("darkroom.docs"))) {
      Files.writeString(PAGE, MetricsPage.text());
    }
    assertThat(PAGE).hasContent(MetricsPage.text());
  }
}
