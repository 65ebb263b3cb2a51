package io.darkroom.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.darkroom.definition.FilterDefinition;
import io.darkroom.filters.FilterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks FILTERS.md against the catalogue; {@code -Ddarkroom.docs=write} regenerates it. */
class FiltersPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("FILTERS.md");
  private static final Path IMAGES = ROOT.resolve(FiltersPage.IMAGES);
  private static final boolean WRITE = "write".equals(System.getProperty("darkroom.docs"));

  /** Filters with a tolerance may differ a little from machine to machine. */
  private static final double NEAR = 0.5;

  private final Thumbnails thumbnails = new Thumbnails(FilterRun.CATALOGUE);

  static List<FilterDefinition> filters() {
    return FilterRun.CATALOGUE.definitions();
  }

  @Test
  void matchesTheCatalogue() throws IOException {
    String page = FiltersPage.of(filters());
    if (WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void showsTheResultOfEachFilter(FilterDefinition filter) throws IOException {
    Path file = IMAGES.resolve(filter.id() + ".jpg");
    byte[] picture = thumbnails.of(FilterRun.steps(Examples.of(filter)).get(0));
    if (WRITE) {
      Files.createDirectories(IMAGES);
      Files.write(file, picture);
    }
    assertThat(file).exists();
    assertThat(Thumbnails.difference(Files.readAllBytes(file), picture)).isLessThan(NEAR);
  }

  @Test
  void hasNoPictureOfARemovedFilter() throws IOException {
    assumeFalse(WRITE, "pictures are being written");
    try (Stream<Path> files = Files.list(IMAGES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              filters().stream().map(filter -> filter.id() + ".jpg").toList());
    }
  }
}
