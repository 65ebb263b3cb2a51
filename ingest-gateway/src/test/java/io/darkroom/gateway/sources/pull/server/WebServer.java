package io.darkroom.gateway.sources.pull.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A web server with the files of a folder, and with answers that tests add. */
public final class WebServer implements AutoCloseable {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final HttpServer server;
  private final boolean secure;
  private final Path folder;
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean ranges = true;

  private WebServer(HttpServer server, boolean secure, Path folder) {
    this.server = server;
    this.secure = secure;
    this.folder = folder;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public static WebServer start(Path folder) throws IOException {
    return new WebServer(HttpServer.create(anyPort(), 0), false, folder);
  }

  /** Serves https. */
  public static WebServer start(Path folder, SSLContext certificate) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate));
    return new WebServer(server, true, folder);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Ignores requests for parts of a file. */
  public WebServer withoutRanges() {
    ranges = false;
    return this;
  }

  /** Answers a path so from now on. */
  public WebServer answering(String path, HttpHandler answer) {
    answers.put(path, answer);
    return this;
  }

  public WebServer redirecting(String path, String target) {
    return answering(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("location", target);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  public String url(String path) {
    return "%s://127.0.0.1:%d%s".formatted(secure ? "https" : "http", port(), path);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The paths of all requests. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    try (exchange) {
      HttpHandler own = answers.get(path);
      Path file = folder.resolve(path.substring(1));
      if (own != null) {
        own.handle(exchange);
      } else if (Files.isRegularFile(file)) {
        send(exchange, type(path), Files.readAllBytes(file));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static String type(String path) {
    return path.endsWith("m3u8") ? "application/vnd.apple.mpegurl" : "application/octet-stream";
  }

  private void send(HttpExchange exchange, String type, byte[] all) throws IOException {
    String asked = exchange.getRequestHeaders().getFirst("range");
    Matcher range = RANGE.matcher(asked == null || !ranges ? "" : asked);
    if (ranges) {
      exchange.getResponseHeaders().add("accept-ranges", "bytes");
    }
    if (!range.matches()) {
      send(exchange, 200, type, all);
      return;
    }
    int from = Integer.parseInt(range.group(1));
    int last = range.group(2).isEmpty() ? all.length - 1 : Integer.parseInt(range.group(2));
    last = Math.min(last, all.length - 1);
    exchange
        .getResponseHeaders()
        .add("content-range", "bytes %d-%d/%d".formatted(from, last, all.length));
    send(exchange, 206, type, Arrays.copyOfRange(all, from, last + 1));
  }

  /** Sends a response with its length. */
  public static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
