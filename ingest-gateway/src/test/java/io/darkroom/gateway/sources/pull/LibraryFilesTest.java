package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.gateway.sources.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryFilesTest {

  @TempDir private Path folder;

  private Path find(String uri) {
    String name = ((SourceUri.LibraryVideo) SourceUri.parse(uri)).name();
    return LibraryFiles.find(folder, name, Files::isRegularFile, "video", "Upload it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMG_0001 (1).MOV        | video:IMG_0001 (1).MOV",
        "IMG_0001 (1).MOV        | video:IMG_0001%20%281%29.MOV",
        "K\u00fcche.mp4          | video:K\u00fcche.mp4",
        "K\u00fcche.mp4          | video:K%C3%BCche.mp4",
        "K\u00fcche.mp4          | video:Ku\u0308che.mp4",
        "Ku\u0308che.mp4         | video:K\u00fcche.mp4",
        "film [1080p].mkv        | video:film [1080p].mkv",
        "\u9632\u72af.mp4        | video:%E9%98%B2%E7%8A%AF.mp4",
        "100%.mp4                | video:100%.mp4",
        "a+b.mp4                 | video:a+b.mp4",
        "My%20Video.mp4          | video:My%20Video.mp4",
      })
  void findsNamesPlainAndPercentEncoded(String name, String uri) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    assertThat(find(uri)).isEqualTo(file.toRealPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video:%2e%2e%2fsecret.mp4",
        "video:%2Euploads",
        "video:x%2Fy.mp4",
        "video:x%5Cy.mp4",
        "video:a%00.mp4",
        "video:a%zz.mp4"
      })
  void findsNothingOutsideTheFolder(String uri) throws IOException {
    Files.createDirectories(folder.resolve("x"));
    Files.createFile(folder.resolve("x/y.mp4"));
    Files.createFile(folder.resolve(".uploads"));
    assertThatThrownBy(() -> find(uri)).isInstanceOf(PullException.class);
  }

  @Test
  void takesTheLongestName() throws IOException {
    Path file = Files.createFile(folder.resolve("\u9632".repeat(85)));
    assertThat(find("video:" + "%E9%98%B2".repeat(85))).isEqualTo(file.toRealPath());
  }
}
