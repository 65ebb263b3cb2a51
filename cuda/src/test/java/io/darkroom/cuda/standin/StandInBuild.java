package io.darkroom.cuda.standin;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Runs {@code src/test/standin/build} if a source has changed. */
public final class StandInBuild {

  /** The folder of the Maven module, which contains the sources. */
  public static final Path MODULE = moduleFolder();

  private StandInBuild() {}

  /**
   * Returns the stand-in library. Builds it if necessary; other processes wait until it is built.
   *
   * @param folder the folder in {@code target} to build in, a different one for each set of
   *     arguments
   * @param arguments arguments of the build script
   * @throws IOException if g++ is missing
   */
  public static synchronized Path library(String folder, List<String> arguments)
      throws IOException, InterruptedException {
    Path lock = Files.createDirectories(MODULE.resolve("target")).resolve(folder + ".lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        FileLock held = channel.lock()) {
      return build(folder, arguments);
    }
  }

  private static Path build(String folder, List<String> arguments)
      throws IOException, InterruptedException {
    StandInModules.write(MODULE.resolve("target/test-classes/io/darkroom/kernels"));
    Path out = MODULE.resolve("target").resolve(folder);
    Path library = out.resolve("libcuda.so.1");
    Path stamp = out.resolve("sources.sha256");
    String sources = hash(arguments);
    if (Files.exists(library) && Files.exists(stamp) && Files.readString(stamp).equals(sources)) {
      return library;
    }
    requireCompiler();
    Files.createDirectories(out);
    Files.deleteIfExists(stamp);
    run(out, arguments);
    Files.writeString(stamp, sources);
    return library;
  }

  private static void run(Path out, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(MODULE.resolve("src/test/standin/build").toString());
    command.add(out.toString());
    command.addAll(arguments);
    Path log = out.resolve("build.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the stand-in cannot be built:\n" + Files.readString(log));
    }
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
    try (Stream<Path> kernels = Files.walk(MODULE.resolve("src/main/cuda"));
        Stream<Path> standIn = Files.walk(MODULE.resolve("src/test/standin"))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join(" ", arguments).getBytes(StandardCharsets.UTF_8));
      for (Path file :
          Stream.concat(kernels, standIn).filter(Files::isRegularFile).sorted().toList()) {
        digest.update(MODULE.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
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
          Path.of(StandInBuild.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.toRealPath().getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
