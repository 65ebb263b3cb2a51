package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.GpuId;
import io.darkroom.error.DarkroomException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.junit.jupiter.api.Test;

class AssignedGpusTest {

  private static final String UUID = "GPU-c7384736-a75d-5afc-978f-d2f1294409fd";
  private static final String INSTANCE = "MIG-28728212-9c1d-5aaa-8b20-4a1f1e2d3c4b";

  /** The properties of a GPU from a driver of Flink's external resources. */
  private record Info(Map<String, String> properties) implements ExternalResourceInfo {
    @Override
    public Optional<String> getProperty(String key) {
      return Optional.ofNullable(properties.get(key));
    }

    @Override
    public Collection<String> getKeys() {
      return properties.keySet();
    }
  }

  @SafeVarargs
  private static List<GpuId> named(Map<String, String>... gpus) {
    return AssignedGpus.named(Arrays.stream(gpus).<ExternalResourceInfo>map(Info::new).toList());
  }

  @Test
  void usesTheUuidOrElseTheIndexOfFlinksDriver() {
    assertThat(named(Map.of("uuid", INSTANCE), Map.of("uuid", UUID, "index", "5")))
        .containsExactly(new GpuId(UUID), new GpuId(INSTANCE));
    assertThat(named(Map.of("index", "1"), Map.of("index", " 0")))
        .containsExactly(new GpuId("0"), new GpuId("1"));
    assertThat(named(Map.of("index", UUID))).containsExactly(new GpuId(UUID));
  }

  @Test
  void refusesAGpuWithoutAnIdThatCudaKnows() {
    assertThatThrownBy(() -> named(Map.of("index", "first")))
        .isInstanceOf(DarkroomException.class)
        .hasMessageStartingWith("external resource gpu: first (expected: the property uuid")
        .hasMessageContaining("external-resource.gpu.driver-factory.class");
    assertThatThrownBy(() -> named(Map.of("slot", "3")))
        .hasMessageStartingWith("external resource gpu: properties [slot] (expected:");
  }

  @Test
  void allowsAssignedGpusUnlessTheOptionNamesOthers() {
    List<GpuId> assigned = List.of(new GpuId(UUID));

    assertThat(new GpuOptions("assigned", FaultPolicy.CPU, 64L << 20).allowed(() -> assigned))
        .contains(assigned);
    assertThat(new GpuOptions("all", FaultPolicy.CPU, 64L << 20).allowed(() -> assigned)).isEmpty();
    assertThat(new GpuOptions(INSTANCE + ",1", FaultPolicy.CPU, 64L << 20).allowed(() -> assigned))
        .contains(List.of(new GpuId(INSTANCE), new GpuId("1")));
  }
}
