package io.darkroom.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.limits.UploadLimits;
import io.darkroom.v1.UploadStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {

  private static final int PLACES = 4;

  @TempDir Path folder;

  private Consumer<Path> check = file -> {};

  private Uploads uploads() {
    UploadLimits limits = UploadLimits.of(1000, PLACES, 3000, Duration.ofMinutes(1));
    return new Uploads(new VideoFolder(folder), limits, file -> check.accept(file));
  }

  @Test
  void announcedUploadsNeverBlockOneThatSendsBytes() {
    Uploads uploads = uploads();
    for (int i = 0; i < 10 * PLACES; i++) {
      uploads.open(start("announced-" + i, 1000)).close();
    }

    send(uploads, "sent", 1000, 1000);

    assertThat(folder.resolve("sent.mp4")).hasSize(1000);
  }

  @Test
  void evictsTheOldestAnnouncedUploadAndNotifiesItsCaller() throws IOException {
    Uploads uploads = uploads();
    List<DarkroomException> reported = new ArrayList<>();
    UploadWriter oldest = uploads.open(start("oldest", 10));
    oldest.onEvicted(reported::add);
    touch("oldest", Duration.ofSeconds(5));
    for (int i = 0; i < PLACES; i++) {
      uploads.open(start("newer-" + i, 10));
    }

    assertThat(reported).extracting(DarkroomException::code).containsExactly(TOO_MANY);
    assertThatThrownBy(() -> oldest.write(ByteBuffer.allocate(1)))
        .hasMessageContaining("--max-unfinished-uploads")
        .hasMessageContaining("Start it again");
    oldest.close();
    send(uploads, "oldest", 10, 10);
    assertThat(uploads.evicted()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void keepsUploadsThatReceiveBytesAndNamesTheOptionToTheNext() {
    Uploads uploads = uploads();
    for (int i = 0; i < PLACES; i++) {
      send(uploads, "part-" + i, 10, 5);
    }

    assertThatThrownBy(() -> uploads.open(start("more", 10)))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED))
        .hasMessageContaining("4 are unfinished")
        .hasMessageContaining("--max-unfinished-uploads");
    assertThat(uploads.get("part-0").getOffsetBytes()).isEqualTo(5);
  }

  @Test
  void evictsTheIdleUploadWithTheFewestBytesWhenFull() throws IOException {
    Uploads uploads = uploads();
    send(uploads, "large", 1000, 900);
    touch("large", Duration.ofHours(20));
    for (int i = 1; i < PLACES; i++) {
      send(uploads, "small-" + i, 1000, i);
      touch("small-" + i, Duration.ofMinutes(2));
    }

    send(uploads, "new", 10, 10);

    assertThat(uploads.get("large").getOffsetBytes()).isEqualTo(900);
    assertThat(uploads.get("small-2").getOffsetBytes()).isEqualTo(2);
    assertThatThrownBy(() -> uploads.get("small-1")).hasMessageContaining("small-1");
  }

  @Test
  void countsOnlyReceivedBytes() {
    Uploads uploads = uploads();
    send(uploads, "a", 1000, 1);
    send(uploads, "b", 1000, 1);
    send(uploads, "c", 1000, 1);

    send(uploads, "d", 1000, 1000);

    assertThat(uploads.unfinished()).isEqualTo(3);
    assertThat(uploads.unfinishedBytes()).isEqualTo(3);
  }

  @Test
  void refusesBytesBeyondTheTotalLimit() {
    Uploads uploads = uploads();
    send(uploads, "a", 1000, 999);
    send(uploads, "b", 1000, 999);
    send(uploads, "c", 1000, 999);

    assertThatThrownBy(() -> uploads.open(start("d", 1000)))
        .hasMessageContaining("--max-unfinished-upload-bytes");
  }

  @Test
  void finishesAnUnreadableUploadWithTheNextCall() {
    Uploads uploads = uploads();
    check =
        file -> {
          throw new DarkroomException(ErrorCode.UNAVAILABLE, "no handles");
        };
    assertThatThrownBy(() -> send(uploads, "clip", 10, 10)).hasMessage("no handles");

    check = file -> {};
    uploads.finish(uploads.open(start("clip", 10).toBuilder().setOffsetBytes(10).build()));

    assertThat(folder.resolve("clip.mp4")).hasSize(10);
  }

  @Test
  void leavesNoVideoAfterACrashBeforeTheLink() throws IOException {
    crashWithCompletePart("clip");
    // Left by an earlier version, or on a file system without hard links.
    Files.createFile(folder.resolve("clip.mp4"));

    Uploads restarted = uploads();
    restarted.recover();

    assertThat(folder.resolve("clip.mp4")).doesNotExist();
    restarted.finish(restarted.open(start("clip", 10).toBuilder().setOffsetBytes(10).build()));
    assertThat(folder.resolve("clip.mp4")).hasSize(10);
  }

  @Test
  void leavesAFinishedUploadAfterACrashBehindTheLink() throws IOException {
    crashWithCompletePart("clip");
    Files.createLink(folder.resolve("clip.mp4"), folder.resolve(".uploads/clip.part"));

    Uploads restarted = uploads();
    restarted.recover();

    assertThat(folder.resolve(".uploads")).isEmptyDirectory();
    assertThat(folder.resolve("clip.mp4")).hasSize(10);
    assertThat(restarted.get("clip").getOffsetBytes()).isEqualTo(10);
  }

  @Test
  void deletesIncompleteFilesAfterACrash() throws IOException {
    Files.createDirectories(folder.resolve(".uploads"));
    Files.writeString(folder.resolve(".uploads/orphan.part"), "bytes");
    Files.createFile(folder.resolve(".uploads/cut.upload"));
    Files.writeString(folder.resolve("mine.mp4"), "");

    uploads().recover();

    assertThat(folder.resolve(".uploads")).isEmptyDirectory();
    assertThat(folder.resolve("mine.mp4")).isEmptyFile();
  }

  @Test
  void movesAVideoWithoutHardLinksAndNeverReplacesAnother() throws IOException {
    Path part = Files.writeString(folder.resolve("part"), "new");
    Path taken = Files.writeString(folder.resolve("taken.mp4"), "old");

    assertThatThrownBy(() -> VideoFolder.moveWithoutLinks(part, taken))
        .isInstanceOf(IOException.class);
    VideoFolder.moveWithoutLinks(part, folder.resolve("free.mp4"));

    assertThat(taken).hasContent("old");
    assertThat(folder.resolve("free.mp4")).hasContent("new");
  }

  private static final ErrorCode TOO_MANY = ErrorCode.TOO_MANY_REQUESTS;

  /** Simulates a gateway that received every byte and crashed before it moved the file. */
  private void crashWithCompletePart(String id) {
    UploadWriter writer = uploads().open(start(id, 10));
    writer.write(ByteBuffer.allocate(10));
  }

  private static void send(Uploads uploads, String id, int total, int bytes) {
    try (UploadWriter writer = uploads.open(start(id, total))) {
      writer.write(ByteBuffer.allocate(bytes));
      if (writer.isComplete()) {
        uploads.finish(writer);
      }
    }
  }

  private static UploadStart start(String id, long total) {
    return UploadStart.newBuilder()
        .setUploadId(id)
        .setName(id + ".mp4")
        .setTotalBytes(total)
        .build();
  }

  private void touch(String id, Duration ago) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(".uploads").resolve(id + ".part"), FileTime.from(Instant.now().minus(ago)));
  }
}
