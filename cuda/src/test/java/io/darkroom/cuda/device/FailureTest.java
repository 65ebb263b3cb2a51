package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.Failure.BUSY;
import static io.darkroom.cuda.device.Failure.LOST;
import static io.darkroom.cuda.device.Failure.MEMORY;
import static io.darkroom.cuda.device.Failure.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;

/** Checks the classification of every driver error, by its name in cuda.h. */
class FailureTest {

  private static final Map<Failure, Set<String>> TABLE =
      Map.of(
          MEMORY, Set.of("OUT_OF_MEMORY"),
          BUSY,
              Set.of(
                  "DEVICE_UNAVAILABLE",
                  "OPERATING_SYSTEM",
                  "NOT_READY",
                  "SYSTEM_NOT_READY",
                  "MPS_CONNECTION_FAILED",
                  "MPS_SERVER_NOT_READY",
                  "MPS_MAX_CLIENTS_REACHED",
                  "MPS_MAX_CONNECTIONS_REACHED",
                  "TIMEOUT"),
          LOST,
              Set.of(
                  "DEINITIALIZED",
                  "INVALID_CONTEXT",
                  "ECC_UNCORRECTABLE",
                  "NVLINK_UNCORRECTABLE",
                  "CONTAINED",
                  "CONTEXT_IS_DESTROYED",
                  "ILLEGAL_ADDRESS",
                  "LAUNCH_TIMEOUT",
                  "ASSERT",
                  "HARDWARE_STACK_ERROR",
                  "ILLEGAL_INSTRUCTION",
                  "MISALIGNED_ADDRESS",
                  "INVALID_ADDRESS_SPACE",
                  "INVALID_PC",
                  "LAUNCH_FAILED",
                  "TENSOR_MEMORY_LEAK",
                  "MPS_RPC_FAILURE",
                  "MPS_CLIENT_TERMINATED",
                  "EXTERNAL_DEVICE",
                  "UNKNOWN"),
          REFUSED,
              Set.of(
                  "INVALID_VALUE",
                  "NOT_INITIALIZED",
                  "PROFILER_DISABLED",
                  "PROFILER_NOT_INITIALIZED",
                  "PROFILER_ALREADY_STARTED",
                  "PROFILER_ALREADY_STOPPED",
                  "STUB_LIBRARY",
                  "NO_DEVICE",
                  "INVALID_DEVICE",
                  "DEVICE_NOT_LICENSED",
                  "INVALID_IMAGE",
                  "CONTEXT_ALREADY_CURRENT",
                  "MAP_FAILED",
                  "UNMAP_FAILED",
                  "ARRAY_IS_MAPPED",
                  "ALREADY_MAPPED",
                  "NO_BINARY_FOR_GPU",
                  "ALREADY_ACQUIRED",
                  "NOT_MAPPED",
                  "NOT_MAPPED_AS_ARRAY",
                  "NOT_MAPPED_AS_POINTER",
                  "UNSUPPORTED_LIMIT",
                  "CONTEXT_ALREADY_IN_USE",
                  "PEER_ACCESS_UNSUPPORTED",
                  "INVALID_PTX",
                  "INVALID_GRAPHICS_CONTEXT",
                  "JIT_COMPILER_NOT_FOUND",
                  "UNSUPPORTED_PTX_VERSION",
                  "JIT_COMPILATION_DISABLED",
                  "UNSUPPORTED_EXEC_AFFINITY",
                  "UNSUPPORTED_DEVSIDE_SYNC",
                  "INVALID_SOURCE",
                  "FILE_NOT_FOUND",
                  "SHARED_OBJECT_SYMBOL_NOT_FOUND",
                  "SHARED_OBJECT_INIT_FAILED",
                  "INVALID_HANDLE",
                  "ILLEGAL_STATE",
                  "LOSSY_QUERY",
                  "NOT_FOUND",
                  "LAUNCH_OUT_OF_RESOURCES",
                  "LAUNCH_INCOMPATIBLE_TEXTURING",
                  "PEER_ACCESS_ALREADY_ENABLED",
                  "PEER_ACCESS_NOT_ENABLED",
                  "PRIMARY_CONTEXT_ACTIVE",
                  "PEER_MEMORY_ALREADY_REGISTERED",
                  "PEER_MEMORY_NOT_REGISTERED",
                  "HOST_MEMORY_ALREADY_REGISTERED",
                  "HOST_MEMORY_NOT_REGISTERED",
                  "TOO_MANY_PEERS",
                  "COOPERATIVE_LAUNCH_TOO_LARGE",
                  "NOT_PERMITTED",
                  "NOT_SUPPORTED",
                  "SYSTEM_DRIVER_MISMATCH",
                  "COMPAT_NOT_SUPPORTED_ON_DEVICE",
                  "CDP_NOT_SUPPORTED",
                  "CDP_VERSION_MISMATCH",
                  "STREAM_CAPTURE_UNSUPPORTED",
                  "STREAM_CAPTURE_INVALIDATED",
                  "STREAM_CAPTURE_MERGE",
                  "STREAM_CAPTURE_UNMATCHED",
                  "STREAM_CAPTURE_UNJOINED",
                  "STREAM_CAPTURE_ISOLATION",
                  "STREAM_CAPTURE_IMPLICIT",
                  "CAPTURED_EVENT",
                  "STREAM_CAPTURE_WRONG_THREAD",
                  "GRAPH_EXEC_UPDATE_FAILURE",
                  "INVALID_CLUSTER_SIZE",
                  "FUNCTION_NOT_LOADED",
                  "INVALID_RESOURCE_TYPE",
                  "INVALID_RESOURCE_CONFIGURATION"));

  private static Stream<Field> errors() {
    return Arrays.stream(CUresult.class.getFields())
        .filter(field -> field.getType() == int.class && field.getName().startsWith("CUDA_ERROR_"));
  }

  private static String name(Field error) {
    return error.getName().substring("CUDA_ERROR_".length());
  }

  @Test
  void classifiesEveryErrorOfTheDriver() throws IllegalAccessException {
    for (Field error : errors().toList()) {
      assertThat(TABLE.get(Failure.of(error.getInt(null))))
          .as(error.getName())
          .contains(name(error));
    }
  }

  @Test
  void listsOnlyErrorsOfJcudaOrOfNewerDrivers() {
    Set<String> names = errors().map(FailureTest::name).collect(Collectors.toSet());
    Set<String> newer =
        Set.of(
            "CONTAINED",
            "FUNCTION_NOT_LOADED",
            "INVALID_RESOURCE_CONFIGURATION",
            "INVALID_RESOURCE_TYPE",
            "LOSSY_QUERY",
            "TENSOR_MEMORY_LEAK",
            "UNSUPPORTED_DEVSIDE_SYNC");

    assertThat(TABLE.values().stream().flatMap(Set::stream).filter(name -> !newer.contains(name)))
        .allSatisfy(name -> assertThat(names).contains(name));
  }
}
