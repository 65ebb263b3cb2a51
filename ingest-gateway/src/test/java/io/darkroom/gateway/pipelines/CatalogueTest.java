package io.darkroom.gateway.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.chain.Chain;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.pipelines.Catalogue.Job;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.DeviceReport;
import io.darkroom.v1.DeviceStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private long now;
  private final Catalogue catalogue = new Catalogue(() -> now, "main");

  @Test
  void mergesTheFiltersOfSeveralJobs() {
    publish("blue", "invert", "sobel");
    publish("main", "grayscale", "invert");
    assertThat(catalogue.require().getFiltersList())
        .extracting(io.darkroom.v1.FilterDefinition::getId)
        .containsExactly("grayscale", "invert", "sobel");
    assertThat(catalogue.require().getJob().getJobId()).isEqualTo("job of main");
    assertThat(catalogue.jobs()).extracting(Job::group).containsExactly("main", "blue");
    catalogue.validate(Chain.parse("grayscale | sobel"));
  }

  @Test
  void usesTheDefinitionOfThePreferredJob() {
    publish("blue", "invert");
    publish("main", "invert");
    assertThat(catalogue.require().getFilters(0).getTitle()).isEqualTo("main");
  }

  @Test
  void dropsFiltersOfAJobThatIsDown() {
    publish("main", "grayscale");
    publish("blue", "sobel");
    pass(Duration.ofSeconds(5));
    publish("blue", "sobel");
    pass(Duration.ofSeconds(5));
    assertThat(catalogue.isFresh()).isTrue();
    assertThat(catalogue.require().getJob().getJobId()).isEqualTo("job of blue");
    assertThatThrownBy(() -> catalogue.validate(Chain.parse("grayscale")))
        .isInstanceOf(DarkroomException.class);
    assertThat(catalogue.jobs()).extracting(Job::isFresh).containsExactly(false, true);
  }

  @Test
  void showsTheLastJobHoweverOldItsCatalogueIs() {
    publish("main", "grayscale");
    publish("blue", "sobel");
    pass(Duration.ofMinutes(11));
    publish("blue", "sobel");
    assertThat(catalogue.jobs()).extracting(Job::group).containsExactly("blue");
    pass(Duration.ofHours(30));
    assertThat(catalogue.jobs()).extracting(Job::group).containsExactly("blue");
    assertThat(catalogue.problem()).startsWith("no catalogue for");
    assertThat(catalogue.last()).isPresent();
    assertThatThrownBy(catalogue::require).hasMessageContaining("Check that the filter job runs");
  }

  @Test
  void readsTheKeyOfOlderJobsAsAGroup() {
    publish("catalog", "grayscale");
    assertThat(catalogue.require().getFiltersCount()).isEqualTo(1);
    publish("main", "grayscale", "sobel");
    assertThat(catalogue.require().getFiltersCount()).isEqualTo(2);
    catalogue.onRecord(record("catalog".getBytes(UTF_8), null), true);
    assertThat(catalogue.jobs()).extracting(Job::group).containsExactly("main");
  }

  @Test
  void limitsTheNumberOfGroups() {
    for (int i = 0; i < 100; i++) {
      publish("group" + i, "filter" + i);
      pass(Duration.ofMillis(1));
    }
    assertThat(catalogue.jobs()).hasSize(Catalogue.MOST_GROUPS);
    catalogue.validate(Chain.parse("filter99"));
  }

  @Test
  void showsTheGpusOfAllTaskManagersOnceEach() {
    publishJob("main", gpu("a", 10), gpu("b", 10));
    pass(Duration.ofMillis(1));
    report("main", 3, gpu("c", 10), gpu("b", 20));
    report("blue", 1, gpu("d", 10));
    assertThat(shown()).containsExactly(gpu("a", 10), gpu("b", 20), gpu("c", 10));
    assertThat(catalogue.jobs().get(0).catalog().getJob().getDeviceStatusList()).hasSize(3);
    pass(Duration.ofMillis(1));
    publishJob("main", gpu("b", 30));
    assertThat(shown()).containsExactly(gpu("b", 30), gpu("c", 10));
  }

  @Test
  void leavesOutGpusThatWereNotReportedForTenSeconds() {
    publishJob("main", gpu("a", 10));
    report("main", 3, gpu("c", 10));
    pass(Duration.ofSeconds(7));
    publishJob("main", gpu("a", 10));
    pass(Duration.ofSeconds(4));
    assertThat(shown()).containsExactly(gpu("a", 10));
    pass(Duration.ofSeconds(7));
    assertThat(shown()).isEmpty();
    report("main", 3, gpu("c", 10));
    assertThat(shown()).as("GPUs of a job whose status is late").containsExactly(gpu("c", 10));
  }

  @Test
  void limitsTheNumberOfGpus() {
    publishJob("main");
    for (int i = 0; i < 2 * ReportedDevices.MOST_REPORTS; i++) {
      report("main", i, gpu("gpu-" + i, 1));
    }
    assertThat(shown()).hasSize(ReportedDevices.MOST_DEVICES);
    DeviceStatus[] many = new DeviceStatus[ReportedDevices.MOST_DEVICES + 1];
    Arrays.setAll(many, i -> gpu("gpu-" + i, 1));
    assertThatThrownBy(() -> report("main", 1, many)).hasMessageContaining("65 devices");
  }

  private List<DeviceStatus> shown() {
    return catalogue.last().orElseThrow().getJob().getDeviceStatusList();
  }

  private static DeviceStatus gpu(String uuid, double watts) {
    return DeviceStatus.newBuilder().setUuid(uuid).setPowerWatts(watts).build();
  }

  private void publishJob(String group, DeviceStatus... devices) {
    Catalog.Builder catalog = Catalog.newBuilder();
    catalog.getJobBuilder().addAllDeviceStatus(List.of(devices));
    catalogue.onRecord(record(group.getBytes(UTF_8), catalog.build().toByteArray()), true);
  }

  private void report(String group, int subtask, DeviceStatus... devices) {
    DeviceReport.Builder report =
        DeviceReport.newBuilder().setGroup(group).addAllDevices(List.of(devices));
    byte[] value = Catalog.newBuilder().setDevices(report).build().toByteArray();
    catalogue.onRecord(record((group + "/" + subtask).getBytes(UTF_8), value), true);
  }

  @Test
  void refusesUnreadableRecordsAndKeepsTheCatalogue() {
    publish("main", "grayscale");
    byte[] main = "main".getBytes(UTF_8);
    assertUnreadable(record(main, new byte[0]));
    assertUnreadable(record(main, "noise".getBytes(UTF_8)));
    assertUnreadable(record(new byte[0], catalog("x").toByteArray()));
    assertUnreadable(record(new byte[Catalogue.LONGEST_GROUP + 1], catalog("x").toByteArray()));
    assertThat(catalogue.require().getFilters(0).getId()).isEqualTo("grayscale");
  }

  private void assertUnreadable(ConsumerRecord<byte[], byte[]> record) {
    assertThatThrownBy(() -> catalogue.onRecord(record, true))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("catalogue record");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void publish(String group, String... filters) {
    byte[] value = catalog(group, filters).toByteArray();
    catalogue.onRecord(record(group.getBytes(UTF_8), value), true);
  }

  private static Catalog catalog(String group, String... filters) {
    Catalog.Builder catalog = Catalog.newBuilder();
    catalog.getJobBuilder().setJobId("job of " + group);
    for (String filter : filters) {
      catalog.addFilters(DefinitionCodec.toMessage(FilterDefinition.of(filter, group, "")));
    }
    return catalog.build();
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    return new ConsumerRecord<>("catalog", 0, 0, key, value);
  }
}
