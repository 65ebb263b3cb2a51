package io.darkroom.cuda.device;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.darkroom.cuda.bench.SuiteRun;

/** A process loads this package once for all jobs, so it must not depend on their classes. */
@ArchTag(SuiteRun.NEEDS_SOURCES)
@AnalyzeClasses(packages = "io.darkroom.cuda.device", importOptions = DoNotIncludeTests.class)
class DevicePackageTest {

  @ArchTest
  static final ArchRule STANDS_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.darkroom.cuda.device", "java..", "jcuda..", "com.sun.jna..", "org.slf4j..");
}
