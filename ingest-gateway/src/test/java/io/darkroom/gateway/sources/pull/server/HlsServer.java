package io.darkroom.gateway.sources.pull.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A live HLS stream (RFC 8216): one-second segments, of which the playlist lists the newest four.
 * Time starts with the server, and stops while the server is stalled. After it is closed, another
 * server can use the same port.
 */
public final class HlsServer implements AutoCloseable {

  private static final int WINDOW = 4;

  private final HttpServer server;
  private final Path segments;
  private final int count;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final long start = System.nanoTime();
  private volatile long stalledAt;
  private volatile String redirect = "";
  private volatile String foreignEntry = "";

  private HlsServer(Path segments, int port) throws IOException {
    this.segments = segments;
    try (var files = Files.list(segments)) {
      this.count = (int) files.filter(file -> file.toString().endsWith(".ts")).count();
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Makes the segments of a stream of the given length in a folder. */
  public static Path record(Path folder, int width, int height, int fps, int seconds)
      throws IOException, InterruptedException {
    String source =
        "testsrc2=size=%dx%d:rate=%d:duration=%d".formatted(width, height, fps, seconds);
    FfmpegProgram.run(
        "-f",
        "lavfi",
        "-i",
        source,
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        "libopenh264",
        "-g",
        Integer.toString(fps),
        "-b:v",
        "2M",
        "-f",
        "hls",
        "-hls_time",
        "1",
        "-hls_list_size",
        "0",
        "-hls_segment_filename",
        folder.resolve("%d.ts").toString(),
        folder.resolve("all.m3u8").toString());
    return folder;
  }

  public static HlsServer start(Path segments) throws IOException {
    return new HlsServer(segments, 0);
  }

  public static HlsServer start(Path segments, int port) throws IOException {
    return new HlsServer(segments, port);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/live.m3u8";
  }

  /** The complete stream, as a recording. */
  public String recording() {
    return "http://127.0.0.1:" + port() + "/all.m3u8";
  }

  /** Stops adding segments. */
  public void stall() {
    stalledAt = System.nanoTime();
  }

  /** Redirects requests for the playlist: 302. */
  public HlsServer redirectingTo(String url) {
    redirect = url;
    return this;
  }

  /** Lists this URL in the playlist instead of the segments. */
  public HlsServer naming(String url) {
    foreignEntry = url;
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    try (exchange) {
      if (path.equals("live.m3u8") && !redirect.isEmpty()) {
        exchange.getResponseHeaders().add("location", redirect);
        exchange.sendResponseHeaders(302, -1);
      } else if (path.equals("live.m3u8")) {
        send(exchange, "application/vnd.apple.mpegurl", playlist().getBytes());
      } else if (path.matches("[0-9]+\\.ts|all\\.m3u8") && Files.exists(segments.resolve(path))) {
        send(exchange, "video/mp2t", Files.readAllBytes(segments.resolve(path)));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("content-type", type);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** The first segments exist from the start, as if the stream had run for a while. */
  private String playlist() {
    long now = stalledAt == 0 ? System.nanoTime() : stalledAt;
    int newest = Math.min(count, WINDOW + (int) ((now - start) / 1_000_000_000L));
    int first = newest - WINDOW;
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    for (int segment = first; segment < newest; segment++) {
      String entry = foreignEntry.isEmpty() ? segment + ".ts" : foreignEntry;
      text.append("#EXTINF:1.0,\n").append(entry).append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
