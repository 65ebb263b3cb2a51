package io.darkroom.gateway.frames.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Position at which a watcher resumes. Its text is opaque to watchers and valid at every gateway of
 * the same topics. It names its topic and id, so that it cannot be used for another.
 *
 * @param next position of the next record in the watched topic
 * @param source position, in the topic {@code frames}, of the last frame whose result the watcher
 *     got; results of frames up to it are repeats. Empty if it got none
 */
public record ResumeToken(Place next, Optional<Place> source) {

  private static final int VERSION = 1;
  private static final int LONGEST_TEXT = 100;

  /**
   * @param topic full name of the watched topic
   * @param id of the stream or pipeline
   */
  public String text(String topic, String id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
      out.writeRawByte((byte) VERSION);
      out.writeFixed32NoTag(fingerprint(topic, id));
      write(out, next);
      if (source.isPresent()) {
        write(out, source.get());
      }
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to an array cannot fail", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if it is not a token of this topic and id
   */
  public static ResumeToken parse(String text, String topic, String id) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytesOf(text));
      if (in.readRawByte() != VERSION) {
        throw new IOException("another version");
      }
      int fingerprint = in.readFixed32();
      ResumeToken token = read(in);
      if (fingerprint != fingerprint(topic, id)) {
        throw invalid(text, "a token of \"" + id + "\", as it is watched here");
      }
      return token;
    } catch (IOException e) {
      throw invalid(text, "a resume token that a watcher was given");
    }
  }

  private static ResumeToken read(CodedInputStream in) throws IOException {
    Place next = readPlace(in);
    Optional<Place> source = in.isAtEnd() ? Optional.empty() : Optional.of(readPlace(in));
    if (!in.isAtEnd()) {
      throw new IOException("too long");
    }
    return new ResumeToken(next, source);
  }

  private static Place readPlace(CodedInputStream in) throws IOException {
    Place place = new Place(in.readUInt32(), in.readUInt64());
    if (place.partition() < 0 || place.offset() < 0) {
      throw new IOException("negative");
    }
    return place;
  }

  private static void write(CodedOutputStream out, Place place) throws IOException {
    out.writeUInt32NoTag(place.partition());
    out.writeUInt64NoTag(place.offset());
  }

  private static byte[] bytesOf(String text) throws IOException {
    if (text.length() > LONGEST_TEXT) {
      throw new IOException("too long");
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }

  private static int fingerprint(String topic, String id) {
    CRC32C sum = new CRC32C();
    sum.update((topic + '/' + id).getBytes(UTF_8));
    return (int) sum.getValue();
  }

  private static DarkroomException invalid(String text, String expected) {
    return DarkroomException.invalid(
        "from",
        "from: %s (expected: %s). Leave it out to begin with the next frame."
            .formatted(Excerpt.quoted(text), expected));
  }
}
