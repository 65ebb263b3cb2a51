package io.darkroom.gpu;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;

/** A GPU by its index, as CUDA counts those that the process may see. */
record Gpu(int index) implements ExternalResourceInfo {

  private static final String INDEX = "index";

  @Override
  public Optional<String> getProperty(String key) {
    return key.equals(INDEX) ? Optional.of(Integer.toString(index)) : Optional.empty();
  }

  @Override
  public Collection<String> getKeys() {
    return List.of(INDEX);
  }

  @Override
  public String toString() {
    return "GPU " + index;
  }
}
