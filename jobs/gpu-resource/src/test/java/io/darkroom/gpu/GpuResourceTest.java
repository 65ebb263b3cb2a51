package io.darkroom.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuResourceTest {

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

  private static String found(ExternalResourceDriver driver, long amount) throws Exception {
    return driver.retrieveResourceInfo(amount).stream()
        .map(gpu -> gpu.getProperty("index").orElseThrow())
        .sorted()
        .reduce("", String::concat);
  }

  @Test
  void takesAsManyAsAskedForOfThoseNamed() throws Exception {
    assertThat(found(driver("indexes", "2, 3,5"), 2)).isEqualTo("23");
    assertThat(found(driver("indexes", "2"), 4)).isEqualTo("2");
  }

  @Test
  void asksForThemWhereNoneAreNamed() throws Exception {
    String two =
        program("[ \"$*\" = '--query-gpu=index --format=csv,noheader' ] && printf '0\\n1\\n'");

    assertThat(found(driver("nvidia-smi", two), 2)).isEqualTo("01");
  }

  @Test
  void findsNoneWithoutADriver() throws Exception {
    assertThat(found(driver("nvidia-smi", "/nowhere/nvidia-smi"), 1)).isEmpty();
    assertThat(found(driver("nvidia-smi", program("echo 'No devices were found'; exit 6")), 1))
        .isEmpty();
  }

  @Test
  void refusesIndexesThatAreNoNumbers() {
    assertThatThrownBy(() -> driver("indexes", "first").retrieveResourceInfo(1))
        .hasMessage(
            "gpu indexes: first (expected: numbers such as 0,1)."
                + " Correct external-resource.gpu.param.indexes.");
  }
}
