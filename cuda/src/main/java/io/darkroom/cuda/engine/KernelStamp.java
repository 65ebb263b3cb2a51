package io.darkroom.cuda.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The first lines of a PTX file, in which {@code build-kernels} records what the module was built
 * by and from. They show whether the code is up to date.
 *
 * @param compiler such as {@code nvcc 13.0.88}; empty if the file has no stamp
 * @param hashes SHA-256 by file name, of the sources and of the machine code
 */
public record KernelStamp(String compiler, Map<String, String> hashes) {

  private static final String COMMENT = "// ";

  /** Reads the stamp of a PTX file. */
  public static KernelStamp of(byte[] ptx) {
    List<String> lines =
        new String(ptx, StandardCharsets.UTF_8)
            .lines()
            .takeWhile(line -> line.startsWith(COMMENT))
            .map(line -> line.substring(COMMENT.length()))
            .toList();
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] parts = line.split(" +", 2);
      if (parts.length == 2) {
        hashes.put(parts[1], parts[0]);
      }
    }
    String[] compiler = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
    return new KernelStamp(compiler.length < 2 ? "" : compiler[0] + " " + compiler[1], hashes);
  }

  /**
   * Returns why a module is out of date; empty if it was built from these sources.
   *
   * @param sources finds the content of a source file by name
   */
  public Optional<String> problem(String module, Function<String, Optional<byte[]>> sources) {
    if (!hashes.containsKey(module + ".cu")) {
      return Optional.of("not built by build-kernels");
    }
    return hashes.keySet().stream()
        .filter(KernelStamp::isSource)
        .filter(file -> !sources.apply(file).map(content -> matches(file, content)).orElse(false))
        .findFirst()
        .map(file -> "built from another " + file);
  }

  private static boolean isSource(String file) {
    return file.endsWith(".cu") || file.endsWith(".cuh");
  }

  /** Returns whether a file has the content that the stamp records. */
  public boolean matches(String file, byte[] content) {
    return sha256(content).equals(hashes.get(file));
  }

  /** Returns the hash of a file's content. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
