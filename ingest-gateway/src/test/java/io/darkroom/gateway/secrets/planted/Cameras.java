package io.darkroom.gateway.secrets.planted;

import static io.darkroom.gateway.secrets.planted.Planted.secret;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.gateway.testing.Darkroom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cameras and servers with secrets in their addresses, of which some work and some do not. */
final class Cameras implements AutoCloseable {

  private static final byte[] JPEG = Darkroom.image("jpg", 160, 96);

  private final WebServer web;
  private final RtspServer rtsp;

  Cameras(Path folder) throws IOException {
    web = WebServer.start(folder);
    rtsp = RtspServer.start(Footage.h264(160, 96, 10)).requiringDigest("ann", secret("digest"));
    web.answering("/snap", e -> WebServer.send(e, 200, "image/jpeg", JPEG))
        .answering("/basic", asking("Basic realm=\"r\"", JPEG))
        .answering("/digest", asking("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", JPEG))
        .answering("/denied", e -> answer(e, 403, e.getRequestURI().toString()))
        .answering("/page", e -> answer(e, 200, "<html><title>" + e.getRequestURI() + "</title>"))
        .answering("/list", e -> playlist(e, web.url("/gone.ts?token=" + secret("segment"))))
        .answering("/key", e -> keyedPlaylist(e, web.url("/gone.key?token=" + secret("key"))))
        .redirecting("/away", "http://ann:%s@10.1.2.3/?token=%1$s".formatted(secret("away")))
        .redirecting("/gone", web.url("/none?token=" + secret("redirect")));
  }

  /** Wants a user name and password, in any form. */
  private static HttpHandler asking(String challenge, byte[] jpeg) {
    return exchange -> {
      if (exchange.getRequestHeaders().containsKey("authorization")) {
        WebServer.send(exchange, 200, "image/jpeg", jpeg);
      } else {
        exchange.getResponseHeaders().add("www-authenticate", challenge);
        exchange.sendResponseHeaders(401, -1);
      }
    };
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    WebServer.send(exchange, status, "text/html", text.getBytes(UTF_8));
  }

  private static void playlist(HttpExchange exchange, String segment) throws IOException {
    String text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n#EXT-X-ENDLIST\n";
    WebServer.send(
        exchange, 200, "application/vnd.apple.mpegurl", text.formatted(segment).getBytes(UTF_8));
  }

  private static void keyedPlaylist(HttpExchange exchange, String key) throws IOException {
    String text =
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI=\"%s\"\n#EXTINF:1,\n"
            + "snap\n#EXT-X-ENDLIST\n";
    WebServer.send(
        exchange, 200, "application/vnd.apple.mpegurl", text.formatted(key).getBytes(UTF_8));
  }

  /** Bodies of sources that become live, by id. */
  Map<String, String> working() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("snap", uri(http("/snap?token=" + secret("query"))));
    bodies.put("basic", uri(http("/basic?x={pin}"), "\"pin\":\"%s\"".formatted(secret("pin"))));
    bodies.put("digest", uri(http("/digest")));
    bodies.put(
        "rtsp", uri("rtsp://ann:%s@127.0.0.1:%d/camera".formatted(secret("digest"), rtsp.port())));
    return bodies;
  }

  /** Bodies of sources that never become live, by id. */
  Map<String, String> failing() {
    String user = "ann:" + secret("password") + "@";
    String token = "?token=" + secret("token");
    Map<String, String> bodies = new LinkedHashMap<>();
    for (String path :
        new String[] {"/denied", "/page", "/list", "/key", "/away", "/gone", "/none"}) {
      bodies.put("bad" + path.replace('/', '-'), uri(http(path + token)));
    }
    bodies.put("refused", uri("rtsp://" + user + "127.0.0.1:1/a" + token));
    bodies.put("refused-http", uri("http://" + user + "127.0.0.1:1/a" + token));
    bodies.put("https-to-http", uri("https://" + user + "127.0.0.1:" + web.port() + "/a" + token));
    bodies.put("unknown", uri("rtsp://" + user + "none.invalid/a" + token));
    bodies.put("wrong", uri("rtsp://" + user + "127.0.0.1:" + rtsp.port() + "/camera" + token));
    bodies.put("special", uri("rtsp://ann:p%40" + secret("a%3Ab%2Fc") + "@127.0.0.1:1/a"));
    bodies.put(
        "rtmp", uri("rtmp://127.0.0.1:1/live/{key}", "\"key\":\"%s\"".formatted(secret("rtmp"))));
    bodies.put("srt", uri("srt://127.0.0.1:1?streamid=a&passphrase=" + secret("srt")));
    return bodies;
  }

  private String http(String path) {
    return web.url(path).replace("://", "://ann:%s@".formatted(secret("http")));
  }

  private static String uri(String uri) {
    return "{\"uri\":\"%s\"}".formatted(uri);
  }

  /** A source whose address has no user, because credentials are in one place only. */
  private static String uri(String uri, String parameter) {
    return "{\"uri\":\"%s\",\"credentials\":{\"username\":\"ann\",\"password\":\"%s\",\"parameters\":{%s}}}"
        .formatted(uri.replaceFirst("//.*@", "//"), secret("given"), parameter);
  }

  @Override
  public void close() throws IOException {
    web.close();
    rtsp.close();
  }
}
