package io.darkroom.gateway.secrets.planted;

import static io.darkroom.gateway.secrets.planted.Planted.secret;

import java.util.List;
import java.util.stream.Stream;

/** Calls with secrets that the gateway refuses. */
final class WrongCalls {

  /** Addresses with a password in them. */
  private static final String URIS =
      """
      rtsp://ann:SECRET@camera:99999/
      rtsp://ann:SECRET @camera/
      rtsp://ann:SECRET/tail@camera/
      rtsp://ann:SECRET#tail@camera
      rtsp://ann:SECRET@tail@camera/%
      rtsp://ann:SECRET@camera/***?token=***
      rtsp://camera/{x}?token=SECRET
      http://ann:SECRET@10.1.2.3/a?token=SECRET
      srt://ann:SECRET@camera?passphrase=SECRET
      gopher://ann:SECRET@camera/
      onvif://ann:SECRET@camera/
      user=ann&password=SECRET
      video:../token=SECRET
      images:../password=SECRET
      camera:password=SECRET
      test:token=SECRET
      """;

  /** Credentials with mistakes. */
  private static final String CREDENTIALS =
      """
      {"password":"SECRET\\u0001"}
      {"username":"SECRET\\n"}
      {"parameters":{"a":"SECRET{}"}}
      {"parameters":{"a b":"SECRET"}}
      {"parameters":["SECRET"]}
      {"parameters":"SECRET"}
      "SECRET"
      ["SECRET"]
      {"password":["SECRET","b"]}
      {"password":{"a":"SECRET"}}
      {"secret":"SECRET"}
      {"sealed":"SECRET!"}
      {"password":"SECRET" "SECRET"}
      {"password":"SECRET
      {"password":SECRET}
      """;

  /** Whole definitions. */
  private static final String DEFINITIONS =
      """
      {"uri":"rtsp://ann:SECRET@camera/","credentials":{"password":"SECRET"}}
      {"uri":"video:a","credentials":{"password":"SECRET"}}
      {"uri":"rtsp://ann:SECRET@camera/","fps":-1,"transport":"x"}
      {"uri":{"a":"rtsp://ann:SECRET@camera/"}}
      "rtsp://ann:SECRET@camera/"
      uri: rtsp://ann:SECRET@camera/
      """;

  /**
   * One call.
   *
   * @param body JSON; empty for none
   */
  record Call(String method, String path, String body) {}

  private WrongCalls() {}

  static List<Call> all() {
    return Stream.concat(definitions().flatMap(WrongCalls::putting), others()).toList();
  }

  private static Stream<String> definitions() {
    String tooLong = secret("long") + "a".repeat(2050);
    Stream<String> uris = Stream.concat(URIS.lines(), Stream.of("rtsp://ann:" + tooLong + "@a/"));
    Stream<String> credentials =
        Stream.concat(CREDENTIALS.lines(), Stream.of("{\"password\":\"" + tooLong + "\"}"));
    return Stream.of(
            uris.map("{\"uri\":\"%s\"}"::formatted),
            credentials.map("{\"uri\":\"rtsp://camera/\",\"credentials\":%s}"::formatted),
            DEFINITIONS.lines())
        .flatMap(bodies -> bodies)
        .map(body -> body.replace("SECRET", secret("word")));
  }

  private static Stream<Call> putting(String body) {
    String message = "{\"source\":%s}".formatted(body);
    return Stream.of(
        new Call("PUT", "/v1/sources/refused-call", body),
        new Call("POST", "/darkroom.v1.SourceService/PutSource", message));
  }

  private static Stream<Call> others() {
    String query = "token=" + secret("query");
    return Stream.of(
        new Call("GET", "/v1/sources?pageSize=x&" + query, ""),
        new Call("GET", "/v1/sources?pageToken=x&access_" + query, ""),
        new Call("GET", "/v1/streams/none?" + query, ""),
        new Call("GET", "/v1/nothing?" + query, ""),
        new Call("GET", "/nothing.js?" + query, ""),
        new Call("POST", "/v1/images:process?chain=nope&" + query, "{\"x\":1}"),
        new Call("DELETE", "/v1/sources/none?" + query, ""),
        new Call("PATCH", "/v1/sources/none?" + query, "{}"),
        new Call("GET", "/v1/streams/none/mjpeg?" + query, ""),
        new Call("GET", "/v1/streams/none/publish?" + query, ""),
        new Call("PUT", "/v1/pipelines/p?" + query, "{\"chain\":\"nope\"}"),
        new Call("PUT", "/v1/presets/p?" + query, "{\"chain\":7,\"x\":1}"));
  }
}
