package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.darkroom.fuzz.Hostile;
import io.darkroom.gateway.error.GrpcErrors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Answer;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Variant;
import io.darkroom.gateway.rpc.connect.scripted.Script;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The body of a Connect call, sent to a server: messages, and the envelopes around them. */
public final class ConnectFuzz {

  private static final String UNARY = "Unary";
  private static final List<String> METHODS =
      List.of(UNARY, "ServerStream", "ClientStream", "BidiStream");
  private static final List<String> FORMATS = List.of("json", "proto");
  private static final Set<String> UNEXPLAINED = Set.of("unknown", "internal");

  private static final Server SERVER =
      Server.builder()
          .http(0)
          .errorHandler(new HttpErrors())
          .service(
              new ConnectService(
                  GrpcService.builder()
                      .addService(new CountingService())
                      .intercept(new SingleRequestCheck())
                      .maxRequestMessageLength(1 << 10)
                      .jsonMarshallerFactory(name -> new ProtoJson())
                      .exceptionHandler(new GrpcErrors())
                      .build()))
          .build();

  private ConnectFuzz() {}

  /** Starts the server before the time of an input counts. */
  public static void fuzzerInitialize() {
    SERVER.start().join();
    ConnectCaller caller = caller("proto", false);
    caller.unary(UNARY, Script.getDefaultInstance());
    caller.stream("BidiStream", List.of(Script.getDefaultInstance()));
  }

  /** The first byte chooses method, format and compression. */
  public static void fuzzerTestOneInput(byte[] input) {
    int choice = input.length == 0 ? 0 : input[0];
    byte[] body = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    ConnectCaller caller = caller(FORMATS.get(choice >> 2 & 1), (choice & 8) != 0);
    Answer answer = answer(caller, METHODS.get(choice & 3), body);
    Hostile.require(!UNEXPLAINED.contains(answer.code()), "a code that explains " + answer.end());
  }

  private static ConnectCaller caller(String format, boolean compressed) {
    return new ConnectCaller(new Variant("h2c", format, compressed), SERVER.activeLocalPort());
  }

  private static Answer answer(ConnectCaller caller, String method, byte[] body) {
    boolean unary = method.equals(UNARY);
    RequestHeaders headers = unary ? caller.unaryHeaders(method) : caller.streamHeaders(method);
    AggregatedHttpResponse response = caller.send(headers, body);
    return unary ? caller.unaryAnswer(response) : caller.streamAnswer(response);
  }
}
