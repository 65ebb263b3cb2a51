package io.darkroom.cuda.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.cuda.engine.KernelStamp;
import io.darkroom.cuda.kernels.KernelFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes modules for the stand-in, so that you can test kernels without nvcc. The stand-in runs the
 * code that g++ compiled from the same source, so it needs only the names of the kernels. A real
 * driver refuses such a module.
 */
final class StandInModules {

  private static final Pattern KERNEL =
      Pattern.compile("^(?:BLOCK_)?KERNEL\\((\\w+)", Pattern.MULTILINE);
  private static final int FAT_BINARY = 0xBA55ED50;
  private static final int HEADER_BYTES = 16;

  private StandInModules() {}

  /** Writes the modules whose checked-in files are out of date, and deletes those of the others. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String module : KernelFiles.modules()) {
      if (KernelFiles.problem(module).isPresent()) {
        write(module, folder);
      } else {
        Files.deleteIfExists(folder.resolve(module + ".ptx"));
        Files.deleteIfExists(folder.resolve(module + ".fatbin"));
      }
    }
  }

  /** Writes a module that has the kernels of its source. */
  static void write(String module, Path folder) throws IOException {
    byte[] source = KernelFiles.source(module + ".cu").orElseThrow();
    List<String> kernels = kernels(new String(source, UTF_8));
    byte[] machineCode = machineCode(kernels);
    StringBuilder ptx = new StringBuilder("// standin 1.0\n");
    stamp(ptx, module + ".cu", source);
    stamp(ptx, module + ".fatbin", machineCode);
    ptx.append(".version 7.0\n.target sm_75\n.address_size 64\n");
    kernels.forEach(kernel -> ptx.append(".visible .entry %s()\n".formatted(kernel)));
    Files.write(folder.resolve(module + ".fatbin"), machineCode);
    Files.writeString(folder.resolve(module + ".ptx"), ptx);
  }

  private static void stamp(StringBuilder ptx, String file, byte[] content) {
    ptx.append("// %s  %s\n".formatted(KernelStamp.sha256(content), file));
  }

  static List<String> kernels(String source) {
    return KERNEL.matcher(source).results().map(found -> found.group(1)).toList();
  }

  /** A header like fatbinary's, followed by the names of the sections of kernels. */
  private static byte[] machineCode(List<String> kernels) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    kernels.forEach(kernel -> names.writeBytes((".text." + kernel + '\0').getBytes(UTF_8)));
    return ByteBuffer.allocate(HEADER_BYTES + names.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(FAT_BINARY)
        .putShort((short) 1)
        .putShort((short) HEADER_BYTES)
        .putLong(names.size())
        .put(names.toByteArray())
        .array();
  }
}
