package io.darkroom.cuda.device;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A module of kernels as it is shipped.
 *
 * @param name for messages; modules of the same name and PTX are the same
 * @param ptx text, which the driver compiles for any GPU
 * @param machineCode a fatbin of the same kernels for some GPUs, which needs no compiling
 */
public record ModuleCode(String name, byte[] ptx, Optional<byte[]> machineCode) {

  /** What tells it from others. */
  Object identity() {
    return new Identity(name, ByteBuffer.wrap(ptx));
  }

  private record Identity(String name, ByteBuffer ptx) {}
}
