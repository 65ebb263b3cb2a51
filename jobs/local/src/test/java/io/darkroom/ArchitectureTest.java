package io.darkroom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies between packages, over all modules. */
@AnalyzeClasses(packages = "io.darkroom", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyTheCudaModuleUsesCuda =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.darkroom.cuda..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jcuda..");

  @ArchTest
  static final ArchRule filtersDependOnNeitherFlinkNorKafka =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.darkroom.filters..", "io.darkroom.engine..", "io.darkroom.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule theGatewayDoesNotDependOnTheJob =
      noClasses()
          .that()
          .resideInAPackage("io.darkroom.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.bytedeco.opencv..",
              "io.darkroom.filters..",
              "io.darkroom.engine..",
              "io.darkroom.image..",
              "io.darkroom.operator..",
              "io.darkroom.job..");

  /** Other packages may pass them on, but not access them. */
  @ArchTest
  static final ArchRule onlyTheCodecAccessesFrameMessages =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.darkroom.frame..", "io.darkroom.v1..")
          .should()
          .accessClassesThat()
          .haveFullyQualifiedName("io.darkroom.v1.Frame");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.darkroom.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule contractsDependOnNoOtherPackage =
      classes()
          .that()
          .resideInAnyPackage("io.darkroom.error..", "io.darkroom.definition..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.darkroom.error..",
              "io.darkroom.definition..",
              "io.darkroom.v1..",
              "com.google..",
              "java..");
}
