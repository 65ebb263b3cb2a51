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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** The gateway's HTTP API, for programs in Java; safe for any thread. */
public final class GatewayClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http;

  /**
   * @param url of the gateway, such as http://localhost:8080
   */
  public GatewayClient(String url) {
    base = URI.create(url.endsWith("/") ? url : url + "/");
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  /** One JSON answer. */
  public JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  /**
   * A whole list, of as many pages as it has.
   *
   * @param field that holds the elements, such as {@code pipelines}
   */
  public JsonNode list(String path, String field) {
    return PagedList.read(path, field, this::get);
  }

  /**
   * One JSON answer and the version that it is of.
   *
   * @param etag empty where the gateway names none
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
   * Replaces what is at the path.
   *
   * @param ifMatch the version that is to be replaced; the gateway refuses to replace another
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

  /** A body that is no JSON, or a range of one, however long it takes. */
  JsonNode putBody(String path, String range, BodyPublisher body) {
    return json(
        send(
            HttpRequest.newBuilder(base.resolve(path))
                .header("content-range", range)
                .PUT(body)
                .build()));
  }

  /**
   * Uploads a video file; goes on by itself where the connection breaks.
   *
   * @param uploadId the same id goes on with what an earlier attempt has sent
   * @param restart forgets what an earlier attempt has sent
   * @param progress told how many bytes have been sent; called on another thread
   * @return the video
   */
  public JsonNode uploadVideo(
      Path file, String name, String uploadId, boolean restart, LongConsumer progress)
      throws IOException {
    VideoUpload upload = new VideoUpload(this, file, name, uploadId, progress);
    if (restart) {
      upload.startAnew();
    }
    return upload.send();
  }

  public void delete(String path) {
    send(request(path).DELETE().build());
  }

  /** The bytes of an image. */
  public byte[] getImage(String path) {
    return send(request(path).GET().build()).body();
  }

  /** One image through a chain. */
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

  /** Publishes frames of one stream, one after the other; the caller closes it. */
  public StreamPublisher publish(String streamId) {
    return StreamPublisher.connect(http, webSocket("v1/streams/" + encoded(streamId) + "/publish"));
  }

  /** Receives the processed frames of a pipeline; the caller closes it. */
  public PipelineSubscriber subscribe(String pipelineId, Consumer<Frame> receiver) {
    URI uri = webSocket("v1/pipelines/" + encoded(pipelineId) + "/frames");
    return PipelineSubscriber.connect(http, uri, receiver);
  }

  private URI webSocket(String path) {
    String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
    return URI.create(scheme + "://" + base.getAuthority() + base.getPath()).resolve(path);
  }

  /** Text as part of a path or query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER);
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
    return new GatewayException(
        "UNAVAILABLE",
        "gateway: %s does not answer (expected: a running gateway). %s"
            .formatted(uri, "Start one with ./darkroom up, or name yours with --url."),
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
      // Not ours: something between us and the gateway answered.
    }
    return new GatewayException(
        "INTERNAL",
        "gateway: HTTP %d without a reason (expected: a gateway of Darkroom). Check --url."
            .formatted(response.statusCode()),
        response.statusCode(),
        null,
        null);
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new GatewayException("INTERNAL", "gateway: an answer that is no JSON.", e);
    }
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }
}
