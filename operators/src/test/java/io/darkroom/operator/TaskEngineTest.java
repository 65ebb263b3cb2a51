package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.EngineSite.FaultPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.util.MockStreamingRuntimeContext;
import org.junit.jupiter.api.Test;

class TaskEngineTest {

  /** A GPU with an id that neither CUDA nor nvidia-smi uses. */
  private static final class Unnamed implements ExternalResourceInfo {
    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of("first") : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }

  private static TaskEngine open(Accelerator engine, String gpus) throws Exception {
    OperatorOptions options =
        OperatorOptions.DEFAULT
            .withEngine(engine)
            .withGpu(new GpuOptions(gpus, FaultPolicy.CPU, 64L << 20));
    try (MockEnvironment environment =
        new MockEnvironmentBuilder()
            .setExternalResourceInfoProvider(name -> Set.of(new Unnamed()))
            .build()) {
      return TaskEngine.open(options, new MockStreamingRuntimeContext(1, 0, environment));
    }
  }

  @Test
  void failsPermanentlyIfAnAssignedGpuHasAnInvalidId() {
    assertThatThrownBy(() -> open(Accelerator.AUTO, GpuOptions.ASSIGNED))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessageStartingWith("external resource gpu: first (expected:");
  }

  @Test
  void ignoresAnInvalidIdOfAnUnusedGpu() throws Exception {
    try (TaskEngine cpu = open(Accelerator.CPU, GpuOptions.ASSIGNED);
        TaskEngine any = open(Accelerator.AUTO, GpuOptions.ALL)) {
      assertThat(cpu.reason()).isEqualTo("as requested");
      assertThat(any.engine().accelerator()).isEqualTo("cpu");
    }
  }
}
