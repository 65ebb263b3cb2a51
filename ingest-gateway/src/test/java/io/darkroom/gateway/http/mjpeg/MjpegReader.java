package io.darkroom.gateway.http.mjpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.darkroom.gateway.testing.Darkroom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** Reads the parts of a motion JPEG response, like a viewer. */
final class MjpegReader implements AutoCloseable {

  /** One picture with its headers, whose names are in lower case. */
  record Part(Map<String, String> headers, byte[] jpeg) {}

  final HttpResponse<InputStream> response;
  private final InputStream in;

  private MjpegReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.in = response.body();
    expect("--frame");
  }

  static MjpegReader open(Darkroom darkroom, String path) {
    try {
      return new MjpegReader(
          darkroom.client.send(
              HttpRequest.newBuilder(darkroom.uri(path)).build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next picture. It is there only when the boundary behind it is there, too. */
  Part next() {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1]);
    }
    try {
      byte[] jpeg = in.readNBytes(Integer.parseInt(headers.get("content-length")));
      expect("");
      expect("--frame");
      return new Part(headers, jpeg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the response has ended. */
  boolean atEnd() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void expect(String line) {
    String found = line();
    if (!found.equals(line)) {
      throw new IllegalStateException("found \"%s\", not \"%s\"".formatted(found, line));
    }
  }

  private String line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IllegalStateException("the response ended");
        }
        line.write(c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
