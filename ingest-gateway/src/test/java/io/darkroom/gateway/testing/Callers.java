package io.darkroom.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls of identified callers over HTTP. */
public final class Callers {

  private Callers() {}

  public static HttpResponse<byte[]> send(
      Darkroom darkroom, String method, String path, String json, String secret) {
    HttpRequest request =
        HttpRequest.newBuilder(darkroom.uri(path))
            .header("authorization", "Bearer " + secret)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build();
    try {
      return darkroom.client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static int put(Darkroom darkroom, String path, String json, String secret) {
    return send(darkroom, "PUT", path, json, secret).statusCode();
  }

  /** Creates a key with these roles, and returns it whole. */
  public static String createKey(Darkroom darkroom, String admin, String role, String... streams) {
    String list = streams.length == 0 ? "" : "\"" + String.join("\",\"", streams) + "\"";
    String body =
        "{\"key\":{\"title\":\"test\",\"roles\":[\"%s\"],\"streams\":[%s]}}".formatted(role, list);
    JsonNode created = Darkroom.json(send(darkroom, "POST", "/v1/keys", body, admin));
    assertThat(created.path("secret").asText()).as(created.toString()).startsWith("darkroom_");
    return created.path("secret").asText();
  }

  public static void revoke(Darkroom darkroom, String admin, String key) {
    String path = "/v1/keys/" + key.split("_")[1];
    assertThat(send(darkroom, "DELETE", path, "", admin).statusCode()).isEqualTo(200);
  }
}
