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
 * Extracts JCuda's native library to the place where JCuda looks for it.
 *
 * <p>JCuda itself writes it to a fixed name in {@code java.io.tmpdir} without a lock, and loads
 * whatever file is there. This class writes it atomically and refuses a different file.
 */
final class Natives {

  private Natives() {}

  /**
   * Makes the library available in {@code java.library.path} or in a folder.
   *
   * @throws NoGpuException if JCuda has no library for this platform, or the existing file differs
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
          "JCuda's library cannot be written to %s (%s); set java.io.tmpdir to a writable folder"
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
          "%s differs from JCuda's library; remove it, or set java.io.tmpdir to another folder"
              .formatted(target));
    }
  }

  /** Creating a link fails if the file exists, so a second process uses the file of the first. */
  private static void write(byte[] library, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path whole = Files.createTempFile(target.getParent(), "darkroom-", ".so");
    try {
      Files.write(whole, library);
      Files.createLink(target, whole);
    } catch (FileAlreadyExistsException e) {
      // Another process has created it.
    } finally {
      Files.delete(whole);
    }
  }
}
