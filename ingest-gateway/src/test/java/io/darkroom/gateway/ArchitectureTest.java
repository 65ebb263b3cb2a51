package io.darkroom.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

@AnalyzeClasses(
    packages = "io.darkroom.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String GATEWAY = "io.darkroom.gateway";

  @ArchTest
  static final ArchRule foldersHaveNoCycles =
      slices().matching(GATEWAY + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(GATEWAY + ".(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule onlyTheRootAndHttpUseHttp = onlyUsedBy("http", "", "http");

  @ArchTest static final ArchRule onlyTheRootAndHttpUseRpc = onlyUsedBy("rpc", "", "http", "rpc");

  @ArchTest static final ArchRule mediaUsesNoOtherPackage = onlyUses("media", "media");

  @ArchTest static final ArchRule kafkaUsesTelemetryAlone = onlyUses("kafka", "kafka", "telemetry");

  @ArchTest
  static final ArchRule onlyTheKafkaPackageOpensClients =
      noClasses()
          .that()
          .resideOutsideOfPackage("..kafka..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.kafka.clients.consumer.KafkaConsumer")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.kafka.clients.producer.KafkaProducer");

  @ArchTest
  static final ArchRule onlyTheMediaPackageCallsFfmpeg =
      noClasses()
          .that()
          .resideOutsideOfPackage("..media..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.ffmpeg..");

  /** Other classes may pass frame messages on, but not read or write their fields. */
  @ArchTest
  static final ArchRule onlyTheCodecTouchesFrameMessages =
      noClasses().should().accessClassesThat().haveFullyQualifiedName("io.darkroom.v1.Frame");

  private static ArchRule onlyUsedBy(String folder, String... users) {
    return classes()
        .that()
        .resideInAPackage(GATEWAY + "." + folder + "..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(packages(users));
  }

  private static ArchRule onlyUses(String folder, String... used) {
    String[] allowed = packages(used);
    return noClasses()
        .that()
        .resideInAPackage(GATEWAY + "." + folder + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(GATEWAY + "..").and(not(resideInAnyPackage(allowed))));
  }

  private static String[] packages(String... folders) {
    return Arrays.stream(folders)
        .map(folder -> folder.isEmpty() ? GATEWAY : GATEWAY + "." + folder + "..")
        .toArray(String[]::new);
  }
}
