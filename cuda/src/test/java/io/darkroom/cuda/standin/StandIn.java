package io.darkroom.cuda.standin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernels and a driver for the CPU, built by g++ and loaded in the place of {@code
 * libcuda.so.1}: unmodified JCuda runs on it. One for the process; what it pretends is set here.
 */
public final class StandIn {

  private static final Path MODULE = moduleFolder();
  private static final Path OUT = MODULE.resolve("target/standin");
  private static final StandIn INSTANCE = new StandIn();

  /** The functions that the stand-in has and a driver has not. */
  interface Controls extends Library {
    void standin_set(String name, long value);

    void standin_fail_kernel(String name);

    void standin_reset();

    long standin_count(String what);
  }

  private Controls controls;
  private String missing;

  private StandIn() {
    try {
      Path library = build(OUT, List.of());
      System.load(library.toString());
      controls = Native.load(library.toString(), Controls.class);
    } catch (IOException | InterruptedException e) {
      missing = e.getMessage();
    }
  }

  /** Loaded and as new; where g++ is missing the test is skipped. */
  public static StandIn get() {
    assumeTrue(INSTANCE.missing == null, () -> "no stand-in for the GPU: " + INSTANCE.missing);
    INSTANCE.controls.standin_reset();
    return INSTANCE;
  }

  public StandIn with(String setting, long value) {
    controls.standin_set(setting, value);
    return this;
  }

  public StandIn failingIn(String kernel, int code) {
    controls.standin_fail_kernel(kernel);
    return with("FAIL_CODE", code);
  }

  public void reset() {
    controls.standin_reset();
  }

  public long count(String what) {
    return controls.standin_count(what);
  }

  /**
   * Builds the library, unless it is there and its sources are as they were.
   *
   * @param arguments of the build script
   */
  public static Path build(Path out, List<String> arguments)
      throws IOException, InterruptedException {
    Path library = out.resolve("libcuda.so.1");
    Path stamp = out.resolve("sources.sha256");
    String sources = hash(arguments);
    if (Files.exists(library) && Files.exists(stamp) && Files.readString(stamp).equals(sources)) {
      return library;
    }
    Files.createDirectories(out);
    Path log = out.resolve("build.log");
    List<String> command = new ArrayList<>();
    command.add(MODULE.resolve("src/test/standin/build").toString());
    command.add(out.toString());
    command.addAll(arguments);
    requireCompiler();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the stand-in does not build:\n" + Files.readString(log));
    }
    Files.writeString(stamp, sources);
    return library;
  }

  private static void requireCompiler() throws IOException, InterruptedException {
    try {
      new ProcessBuilder("g++", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IOException("g++ (expected: on the PATH). Install it: apt-get install g++.", e);
    }
  }

  private static String hash(List<String> arguments) throws IOException {
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(MODULE.resolve("src/main/cuda")),
            Files.walk(MODULE.resolve("src/test/standin")))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join(" ", arguments).getBytes(StandardCharsets.UTF_8));
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path moduleFolder() {
    try {
      Path classes =
          Path.of(StandIn.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.getParent().getParent().toRealPath();
    } catch (java.net.URISyntaxException | IOException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
