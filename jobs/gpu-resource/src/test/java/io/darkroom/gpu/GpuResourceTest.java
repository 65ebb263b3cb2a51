package io.darkroom.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuResourceTest {

  private static final String FIRST = "GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0";
  private static final String SECOND = "GPU-3a1d0c5e-22f4-4b9c-8f5d-6f0a7d9b1c2e";
  private static final String INSTANCE = "MIG-c7384736-a75d-5afc-978f-d2f1294409fd";
  private static final String OTHER_INSTANCE = "MIG-28728212-9c1d-5aaa-8b20-4a1f1e2d3c4b";

  private static final String TWO_GPUS =
      """
      GPU 0: NVIDIA H200 (UUID: %s)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: %s)
      """
          .formatted(FIRST, SECOND);

  private static final String ONE_GPU_IN_PARTS =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: %s)
        MIG 3g.20gb     Device  0: (UUID: %s)
        MIG 1c.3g.20gb  Device  1: (UUID: %s)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: %s)
      """
          .formatted(FIRST, INSTANCE, OTHER_INSTANCE, SECOND);

  @TempDir private Path folder;

  private static ExternalResourceDriver driver(String key, String value) throws Exception {
    Configuration settings = new Configuration();
    settings.setString(key, value);
    return ServiceLoader.load(ExternalResourceDriverFactory.class)
        .findFirst()
        .orElseThrow()
        .createExternalResourceDriver(settings);
  }

  private String program(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("smi"), "#!/bin/sh\n" + script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }

  private String listing(String listing) throws IOException {
    return program("[ \"$*\" = -L ] && cat <<'END'\n" + listing + "END\n");
  }

  private List<String> visible(String listing, String visibleDevices) throws Exception {
    return found(
        new GpuResourceDriver("", listing(listing), Optional.ofNullable(visibleDevices)), 9);
  }

  private static List<String> found(ExternalResourceDriver driver, long amount) throws Exception {
    return driver.retrieveResourceInfo(amount).stream()
        .map(gpu -> gpu.getProperty("uuid").orElseThrow())
        .toList();
  }

  @Test
  void returnsTheRequestedNumberOfConfiguredGpus() throws Exception {
    String three = FIRST + ", " + INSTANCE + "," + SECOND;
    assertThat(found(driver("uuids", three), 2)).containsExactly(FIRST, INSTANCE);
    assertThat(found(driver("uuids", FIRST), 4)).containsExactly(FIRST);
  }

  @Test
  void listsGpusIfNoneAreConfigured() throws Exception {
    assertThat(visible(TWO_GPUS, null)).containsExactly(FIRST, SECOND);
  }

  @Test
  void returnsMigInstancesInsteadOfTheirGpu() throws Exception {
    assertThat(visible(ONE_GPU_IN_PARTS, null)).containsExactly(INSTANCE, OTHER_INSTANCE, SECOND);
  }

  @Test
  void ignoresInstancesWithoutTheirOwnUuid() throws Exception {
    assertThat(visible(ONE_GPU_IN_PARTS.replace(INSTANCE, "MIG-" + FIRST + "/1/0"), null))
        .containsExactly(OTHER_INSTANCE, SECOND);
  }

  @Test
  void respectsCudaVisibleDevices() throws Exception {
    assertThat(visible(TWO_GPUS, SECOND)).containsExactly(SECOND);
    assertThat(visible(ONE_GPU_IN_PARTS, "GPU-3a1d," + INSTANCE)).containsExactly(INSTANCE, SECOND);
    assertThat(visible(TWO_GPUS, "")).isEmpty();
    assertThat(visible(TWO_GPUS, "-1")).isEmpty();
  }

  @Test
  void ignoresIndexesInCudaVisibleDevices() throws Exception {
    assertThat(visible(TWO_GPUS, "1")).containsExactly(FIRST, SECOND);
  }

  @Test
  void providesNoIndex() throws Exception {
    assertThat(driver("uuids", FIRST).retrieveResourceInfo(1))
        .allSatisfy(gpu -> assertThat(gpu.getKeys()).containsExactly("uuid"))
        .allSatisfy(gpu -> assertThat(gpu.getProperty("index")).isEmpty());
  }

  @Test
  void findsNoGpuWithoutADriver() throws Exception {
    assertThat(found(driver("nvidia-smi", "/nowhere/nvidia-smi"), 1)).isEmpty();
    assertThat(found(driver("nvidia-smi", program("echo 'No devices were found'; exit 6")), 1))
        .isEmpty();
    assertThat(visible("Unable to determine the device handle for gpu 0000:3B:00.0: Lost\n", null))
        .isEmpty();
  }

  @Test
  void refusesInvalidUuids() {
    assertThatThrownBy(() -> driver("uuids", FIRST + ",0").retrieveResourceInfo(1))
        .hasMessage(
            "external-resource.gpu.param.uuids: %s,0 (expected: UUIDs such as GPU-… or MIG-…,"
                + " separated by commas). Copy them from nvidia-smi -L.",
            FIRST);
  }

  @Test
  void refusesTheIndexesOfEarlierVersions() {
    assertThatThrownBy(() -> driver("indexes", "0,1"))
        .hasMessageStartingWith("external-resource.gpu.param.indexes: 0,1 (expected: not set")
        .hasMessageEndingWith("external-resource.gpu.param.uuids, as nvidia-smi -L prints them.");
  }
}
