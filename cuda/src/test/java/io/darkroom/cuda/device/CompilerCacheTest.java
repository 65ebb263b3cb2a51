package io.darkroom.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerCacheTest {

  private static final Map<String, String> NO_HOME = Map.of("HOME", "/proc/none");

  @TempDir Path temporary;

  @Test
  void usesTheDefaultIfTheHomeFolderIsWritable() {
    assertThat(CompilerCache.folder(Map.of("HOME", temporary.toString()), temporary, "me"))
        .isEmpty();
  }

  @Test
  void createsAFolderForTheUserOtherwise() throws IOException {
    Path folder = CompilerCache.folder(NO_HOME, temporary, "me").orElseThrow();

    assertThat(folder).isEqualTo(temporary.resolve("darkroom-kernels-me")).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(CompilerCache.folder(Map.of(), temporary, "me")).contains(folder);
  }

  @Test
  void respectsTheUsersSettings() {
    assertThat(CompilerCache.folder(Map.of("CUDA_CACHE_PATH", "/x"), temporary, "me")).isEmpty();
    assertThat(CompilerCache.folder(Map.of("CUDA_CACHE_DISABLE", "1"), temporary, "me")).isEmpty();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void refusesAFolderThatOthersCanWriteTo() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("darkroom-kernels-me"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(CompilerCache.folder(NO_HOME, temporary, "me")).isEmpty();
  }

  @Test
  void refusesALinkToAnotherFolder() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(temporary.resolve("darkroom-kernels-me"), elsewhere);

    assertThat(CompilerCache.folder(NO_HOME, temporary, "me")).isEmpty();
  }

  @Test
  void setsTheVariableInTheEnvironmentOfTheDriver() {
    assumeTrue(System.getenv("CUDA_CACHE_PATH") == null, "CUDA_CACHE_PATH is set already");
    CompilerCache.set(temporary);
    try {
      assertThat(CompilerCache.Environment.C.getenv("CUDA_CACHE_PATH"))
          .isEqualTo(temporary.toString());
    } finally {
      Native.load("c", Unset.class).unsetenv("CUDA_CACHE_PATH");
    }
  }

  interface Unset extends Library {
    int unsetenv(String name);
  }
}
