package io.darkroom.cuda.device;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/**
 * Puts JCuda's native library where JCuda looks for it.
 *
 * <p>JCuda would write it to a fixed name in {@code java.io.tmpdir}, without a lock, and take
 * whatever lies there. Here it appears whole or not at all, and another's file is refused.
 */
final class Natives {

  private Natives() {}

  /**
   * Returns when JCuda will find the library in {@code java.library.path} or in a folder.
   *
   * @throws NoGpuException where it has none for this platform, or may not be trusted
   */
  static void place(Path folder) {
    String library = LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get());
    String file = System.mapLibraryName(library);
    if (inLibraryPath(file)) {
      return;
    }
    try (InputStream resource = LibUtils.class.getResourceAsStream("/lib/" + file)) {
      if (resource == null) {
        throw new NoGpuException(
            "JCuda's library %s is not on the class path; add jcuda-natives for this platform"
                .formatted(file));
      }
      place(resource.readAllBytes(), folder.resolve(file));
    } catch (IOException e) {
      throw new NoGpuException(
          "JCuda's library cannot be written to %s (%s); give the JVM a java.io.tmpdir that it may write to"
              .formatted(folder, e),
          e);
    }
  }

  private static boolean inLibraryPath(String file) {
    String path = System.getProperty("java.library.path", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(folder -> !folder.isEmpty() && Files.isRegularFile(Path.of(folder, file)));
  }

  static void place(byte[] library, Path target) throws IOException {
    if (!Files.exists(target)) {
      write(library, target);
    }
    if (Files.size(target) != library.length
        || !Arrays.equals(Files.readAllBytes(target), library)) {
      throw new NoGpuException(
          "%s is not the library that JCuda brings; remove it, or give the JVM a java.io.tmpdir of its own"
              .formatted(target));
    }
  }

  /** A link fails where a file is, so that whoever comes second takes the first one's. */
  private static void write(byte[] library, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path whole = Files.createTempFile(target.getParent(), "darkroom-", ".so");
    try {
      Files.write(whole, library);
      Files.createLink(target, whole);
    } catch (FileAlreadyExistsException e) {
      // Another process was first.
    } finally {
      Files.delete(whole);
    }
  }
}
