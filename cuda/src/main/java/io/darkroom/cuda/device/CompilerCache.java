package io.darkroom.cuda.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the folder in which the driver caches compiled PTX. By default this is {@code ~/.nv}, or
 * {@code CUDA_CACHE_PATH} if set. In a container the home folder is often missing or read-only, so
 * every start would compile again; this class then chooses a folder of the user in the temporary
 * folder.
 */
final class CompilerCache {

  private static final Logger LOG = LoggerFactory.getLogger(CompilerCache.class);
  private static final String VARIABLE = "CUDA_CACHE_PATH";
  private static final String OWNER_ONLY = "rwx------";

  /** The C library. A JVM cannot change its own environment, which the driver reads. */
  interface Environment extends Library {
    Environment C = Native.load("c", Environment.class);

    int setenv(String name, String value, int overwrite);

    String getenv(String name);
  }

  private CompilerCache() {}

  /** Sets the folder. Call it before the driver is loaded. */
  static void place() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    folder(System.getenv(), temporary, System.getProperty("user.name"))
        .ifPresent(CompilerCache::set);
  }

  static void set(Path folder) {
    Environment.C.setenv(VARIABLE, folder.toString(), 0);
    LOG.info("home folder not writable: the driver caches compiled kernels in {}", folder);
  }

  /** Returns the folder to set; empty if the default works, or no folder can be created. */
  static Optional<Path> folder(Map<String, String> environment, Path temporary, String user) {
    boolean chosen = environment.containsKey(VARIABLE);
    boolean off = "1".equals(environment.get("CUDA_CACHE_DISABLE"));
    if (chosen || off || homeIsWritable(environment.get("HOME"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(own(temporary.resolve("darkroom-kernels-" + user)));
    } catch (IOException e) {
      LOG.warn("no folder for compiled kernels: the driver compiles them at every start", e);
      return Optional.empty();
    }
  }

  private static boolean homeIsWritable(String home) {
    if (home == null || home.isEmpty()) {
      return false;
    }
    Path cache = Path.of(home, ".nv", "ComputeCache");
    try {
      Files.createDirectories(cache);
      Files.delete(Files.createTempFile(cache, "darkroom", ""));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns a folder that only this user can write to, because its content runs on the GPU. */
  private static Path own(Path folder) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString(OWNER_ONLY);
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
    }
    Path probe = Files.createTempFile(folder, "darkroom", "");
    boolean safe =
        Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))
            && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(ownerOnly);
    Files.delete(probe);
    if (!safe) {
      throw new IOException(
          "%s (expected: a folder of this user with mode 700). Remove it, or set CUDA_CACHE_PATH."
              .formatted(folder));
    }
    return folder;
  }
}
