package io.darkroom.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.frame.Frame;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** A client of the gateway's HTTP API. Thread-safe. */
public final class GatewayClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final String AUTHORIZATION = "authorization";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http;
  private final Optional<String> secret;

  /**
   * Creates a client; connects on the first call.
   *
   * @param url the gateway's address, such as http://localhost:8080
   */
  public GatewayClient(String url) {
    this(url, ServerTrust.KNOWN_AUTHORITIES);
  }

  /** Creates a client that decides for itself which gateways it accepts over TLS. */
  public GatewayClient(String url, ServerTrust trust) {
    this(url, trust, Optional.empty());
  }

  /**
   * Creates a client that identifies itself.
   *
   * @param secret an API key or access token
   */
  public GatewayClient(String url, ServerTrust trust, Optional<String> secret) {
    this.secret = secret;
    base = URI.create(url.endsWith("/") ? url : url + "/");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    trust.context().ifPresent(builder::sslContext);
    http = builder.build();
  }

  /** Gets a JSON document. */
  public JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  /**
   * Gets a complete list by reading all of its pages.
   *
   * @param field the field that holds the elements, such as {@code pipelines}
   */
  public JsonNode list(String path, String field) {
    return PagedList.read(path, field, this::get);
  }

  /**
   * A JSON document and its version.
   *
   * @param etag empty if the gateway sent none
   */
  public record Versioned(JsonNode body, Optional<String> etag) {}

  public Versioned getVersioned(String path) {
    HttpResponse<byte[]> response = send(request(path).GET().build());
    return new Versioned(json(response), response.headers().firstValue("etag"));
  }

  public JsonNode put(String path, JsonNode body) {
    return put(path, body, Optional.empty());
  }

  /**
   * Creates or replaces the resource at the path.
   *
   * @param ifMatch the version to replace; the gateway refuses the request if the current version
   *     differs
   */
  public JsonNode put(String path, JsonNode body, Optional<String> ifMatch) {
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "application/json")
            .PUT(BodyPublishers.ofString(body.toString()));
    ifMatch.ifPresent(etag -> request.header("if-match", etag));
    return json(send(request.build()));
  }

  public JsonNode post(String path, JsonNode body) {
    BodyPublisher publisher = BodyPublishers.ofString(body.toString());
    return json(
        send(request(path).header("content-type", "application/json").POST(publisher).build()));
  }

  /** Sends a range of a binary body, without a timeout. */
  JsonNode putBody(String path, String range, BodyPublisher body) {
    return json(send(unlimited(path).header("content-range", range).PUT(body).build()));
  }

  /**
   * Uploads a video file. Resumes automatically if the connection breaks.
   *
   * @param uploadId identifies the upload; use the same id to resume an earlier attempt
   * @param restart whether to discard the bytes of an earlier attempt
   * @param progress receives the number of bytes sent so far, on another thread
   * @return the video
   */
  public JsonNode uploadVideo(
      Path file, String name, String uploadId, boolean restart, LongConsumer progress)
      throws IOException {
    VideoUpload upload = new VideoUpload(this, file, name, uploadId, progress);
    if (restart) {
      upload.discard();
    }
    return upload.send();
  }

  public void delete(String path) {
    send(request(path).DELETE().build());
  }

  /** Gets the bytes of an image. */
  public byte[] getImage(String path) {
    return send(request(path).GET().build()).body();
  }

  /** Runs a chain on an image. */
  public HttpResponse<byte[]> process(byte[] image, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + encoded(p.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request("v1/images:process?" + query)
            .header("content-type", "image/*")
            .POST(BodyPublishers.ofByteArray(image))
            .build());
  }

  /** Opens a connection that publishes frames of a stream; the caller must close it. */
  public StreamPublisher publish(String streamId) {
    return StreamPublisher.connect(
        socket(), webSocket("v1/streams/" + encoded(streamId) + "/publish"));
  }

  /**
   * Opens a connection that receives the processed frames of a pipeline; the caller must close it.
   */
  public PipelineSubscriber subscribe(String pipelineId, Consumer<Frame> receiver) {
    URI uri = webSocket("v1/pipelines/" + encoded(pipelineId) + "/frames");
    return PipelineSubscriber.connect(socket(), uri, receiver);
  }

  /**
   * Opens a connection that receives the newest frame at once, and then each new one; the caller
   * must close it.
   *
   * @param resource the path of a pipeline or stream, such as {@code v1/streams/cam}
   */
  public PipelineSubscriber watch(String resource, Consumer<Frame> receiver) {
    return PipelineSubscriber.connect(
        socket(), webSocket(resource + "/frames?newest=true"), receiver);
  }

  private URI webSocket(String path) {
    String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
    return URI.create(scheme + "://" + base.getAuthority() + base.getPath()).resolve(path);
  }

  /** Percent-encodes text for a path or query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return unlimited(path).timeout(REQUEST_TIMEOUT);
  }

  private HttpRequest.Builder unlimited(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    authorization().ifPresent(value -> request.header(AUTHORIZATION, value));
    return request;
  }

  private WebSocket.Builder socket() {
    WebSocket.Builder socket = http.newWebSocketBuilder();
    authorization().ifPresent(value -> socket.header(AUTHORIZATION, value));
    return socket;
  }

  private Optional<String> authorization() {
    return secret.map(text -> "Bearer " + text);
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() >= 400) {
        throw refused(response);
      }
      return response;
    } catch (IOException e) {
      throw unreachable(base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(base, e);
    }
  }

  static GatewayException unreachable(URI uri, Throwable cause) {
    if (cause instanceof SSLException refused) {
      return TlsFailure.of(uri, refused);
    }
    return new GatewayException(
        "UNAVAILABLE",
        "gateway: %s does not answer (expected: a running gateway). %s"
            .formatted(uri, "Start one with ./darkroom up, or set its address with --url."),
        cause);
  }

  private static GatewayException refused(HttpResponse<byte[]> response) {
    try {
      JsonNode error = JSON.readTree(response.body());
      if (error != null && error.hasNonNull("message")) {
        return new GatewayException(
            error.path("code").asText("INTERNAL"),
            error.get("message").asText(),
            response.statusCode(),
            error,
            null);
      }
    } catch (IOException e) {
      // Not an error of the gateway: a proxy or another server answered.
    }
    return new GatewayException(
        "INTERNAL",
        "gateway: HTTP %d without a message (expected: a Darkroom gateway). Check --url."
            .formatted(response.statusCode()),
        response.statusCode(),
        null,
        null);
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new GatewayException(
          "INTERNAL",
          "gateway: the answer is not JSON (expected: a Darkroom gateway). Check --url.",
          e);
    }
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }
}
