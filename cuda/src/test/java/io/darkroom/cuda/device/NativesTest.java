package io.darkroom.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {

  @TempDir private Path folder;

  private static byte[] library() {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void writesTheLibraryAndNoOtherFile() throws IOException {
    Path target = folder.resolve("made").resolve("lib.so");

    Natives.place(library(), target);
    Natives.place(library(), target);

    assertThat(target).hasBinaryContent(library());
    try (Stream<Path> files = Files.list(target.getParent())) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void supportsConcurrentStarts() throws Exception {
    Path target = folder.resolve("lib.so");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Void> start =
        () -> {
          Natives.place(library(), target);
          return null;
        };
    List<Future<Void>> starts =
        threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> start).toList());
    for (Future<Void> each : starts) {
      each.get();
    }
    threads.shutdown();
    assertThat(target).hasBinaryContent(library());
  }

  @Test
  void refusesADifferentFile() throws IOException {
    byte[] other = library();
    other[5000]++;
    Path target = Files.write(folder.resolve("lib.so"), other);

    assertThatThrownBy(() -> Natives.place(library(), target))
        .isInstanceOf(NoGpuException.class)
        .hasMessageContaining("differs from JCuda's library")
        .hasMessageContaining("java.io.tmpdir");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path target = Files.write(folder.resolve("lib.so"), new byte[10]);

    assertThatThrownBy(() -> Natives.place(library(), target)).isInstanceOf(NoGpuException.class);
  }

  @Test
  void reportsAFolderThatIsNotWritable() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1]);

    assertThatThrownBy(() -> Natives.place(file))
        .isInstanceOf(NoGpuException.class)
        .hasMessageContaining("cannot be written");
  }
}
