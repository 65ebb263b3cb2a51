package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterCatalogueTest {

  @Test
  void refusesTwoFiltersWithTheSameId() {
    List<Filter> twice = List.of(new Invert(), new Flip(), new Invert());

    assertThatThrownBy(() -> new FilterCatalogue(twice))
        .isInstanceOf(DarkroomException.class)
        .hasMessage(
            "filter: invert, defined by io.darkroom.filters.Invert and by"
                + " io.darkroom.filters.Invert"
                + " (expected: unique ids). Remove one from the class path.");
  }

  @Test
  void suggestsAFilterForAnUnknownId() {
    assertThatThrownBy(() -> FilterRun.CATALOGUE.filter("grey_scale"))
        .isInstanceOf(DarkroomException.class)
        .hasMessageEndingWith("Did you mean grayscale?");
  }

  @Test
  void reportsEveryContradictionInAChain() {
    var steps = FilterRun.steps("gaussian_blur(kernel_size=2) | invert | resize");

    assertThatThrownBy(() -> FilterRun.CATALOGUE.check(steps))
        .hasMessageContaining("gaussian_blur: kernel_size: 2")
        .hasMessageContaining("resize: width and height: 0");
  }
}
