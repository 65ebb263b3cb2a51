package io.darkroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that every package of every module has a description. */
class PackageInfoTest {

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  @Test
  void everyPackageHasADescription() throws IOException {
    assertThat(packages())
        .hasSizeGreaterThan(40)
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  private static List<Path> packages() throws IOException {
    try (Stream<Path> sources = Files.find(REPOSITORY, 5, PackageInfoTest::isSourceRoot)) {
      return sources.flatMap(PackageInfoTest::packagesIn).distinct().sorted().toList();
    }
  }

  private static boolean isSourceRoot(Path path, BasicFileAttributes attributes) {
    return attributes.isDirectory() && path.endsWith("src/main/java");
  }

  private static Stream<Path> packagesIn(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
