package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Finds filter classes without the service annotation, which would be missing in the catalogue. */
@AnalyzeClasses(packages = "io.darkroom.filters", importOptions = DoNotIncludeTests.class)
@Tag("slow")
class EveryFilterIsOfferedTest {

  @ArchTest
  static void everyFilterClassIsInTheCatalogue(JavaClasses classes) {
    FilterCatalogue catalogue = FilterCatalogue.load(Filter.class.getClassLoader());
    Stream<String> offered =
        catalogue.definitions().stream()
            .map(definition -> catalogue.filter(definition.id()).getClass().getName());
    assertThat(offered)
        .containsExactlyInAnyOrderElementsOf(
            classes.stream()
                .filter(type -> type.isAssignableTo(Filter.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .toList());
  }
}
