package io.darkroom.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.darkroom.filters.Filter;
import io.darkroom.filters.FilterCatalogue;
import io.darkroom.frame.Accelerator;

@AnalyzeClasses(packages = "io.darkroom", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule filtersKnowPixelsOnly =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.darkroom.filters..", "io.darkroom.image..", "io.darkroom.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule cudaIsAnotherModulesBusiness =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("jcuda..", "org.jcuda..");

  /** Definitions name accelerators, which live with frames; frames may ask for a chain. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.darkroom.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage("io.darkroom.definition.."), type(Accelerator.class));

  @ArchTest
  static final ArchRule onlyTheCodecTouchesFrameMessages =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.darkroom.frame..", "io.darkroom.v1..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.darkroom.v1.Frame");

  @ArchTest
  static void everyFilterIsInTheCatalogue(JavaClasses classes) {
    FilterCatalogue catalogue = FilterCatalogue.load(Filter.class.getClassLoader());
    var offered =
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
