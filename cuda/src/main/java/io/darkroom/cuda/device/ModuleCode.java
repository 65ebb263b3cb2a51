package io.darkroom.cuda.device;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The code of a module of kernels.
 *
 * @param name for messages; modules with the same name and PTX are equal
 * @param ptx PTX text, which the driver compiles for any GPU
 * @param machineCode a fatbin of the same kernels for some GPUs, which need not be compiled
 */
public record ModuleCode(String name, byte[] ptx, Optional<byte[]> machineCode) {

  /** Returns a key that identifies the module. */
  Object identity() {
    return new Identity(name, ByteBuffer.wrap(ptx));
  }

  private record Identity(String name, ByteBuffer ptx) {}
}
