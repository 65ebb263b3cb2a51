package io.darkroom.gateway.rpc.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.stream.HttpDecoder;
import com.linecorp.armeria.common.stream.StreamDecoderInput;
import com.linecorp.armeria.common.stream.StreamDecoderOutput;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.error.ConnectError;
import io.grpc.Status;

/**
 * Turns a gRPC answer into a Connect stream: messages pass unchanged, and the trailers become the
 * last message. If a call fails before its first message, Armeria drops the headers that the
 * service had set.
 */
final class EndOfStream implements HttpDecoder<HttpObject> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceRequestContext context;
  private final MessageFormat format;

  EndOfStream(ServiceRequestContext context, MessageFormat format) {
    this.context = context;
    this.format = format;
  }

  static ResponseHeadersBuilder headers(MessageFormat format) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(format.mediaType(true))
        .set("connect-accept-encoding", CallHeaders.GZIP);
  }

  static HttpData of(ConnectError error) {
    return end(JSON.createObjectNode().set("error", error.toJson()));
  }

  @Override
  public void processHeaders(HttpHeaders grpc, StreamDecoderOutput<HttpObject> out) {
    if (AnswerHeaders.areTrailers(grpc)) {
      out.add(headers(format).build());
      out.add(ofTrailers(grpc));
      return;
    }
    ResponseHeadersBuilder headers = headers(format).add(AnswerHeaders.metadata(grpc));
    String encoding = grpc.get(GrpcHeaderNames.GRPC_ENCODING, CallHeaders.IDENTITY);
    if (!encoding.equals(CallHeaders.IDENTITY)) {
      headers.set("connect-content-encoding", encoding);
    }
    out.add(headers.build());
  }

  @Override
  public void process(StreamDecoderInput in, StreamDecoderOutput<HttpObject> out) {
    out.add(HttpData.wrap(in.readBytes(in.readableBytes())));
  }

  @Override
  public void processTrailers(HttpHeaders trailers, StreamDecoderOutput<HttpObject> out) {
    out.add(ofTrailers(trailers));
  }

  private HttpData ofTrailers(HttpHeaders trailers) {
    ObjectNode end = JSON.createObjectNode();
    ConnectError error = ConnectError.ofTrailers(trailers);
    CallOutcome.noteStatus(context, error.code().value());
    if (error.code() != Status.Code.OK) {
      end.set("error", error.toJson());
    }
    HttpHeaders metadata = AnswerHeaders.metadata(trailers);
    if (!metadata.isEmpty()) {
      ObjectNode object = end.putObject("metadata");
      metadata.forEach((name, value) -> object.withArrayProperty(name.toString()).add(value));
    }
    return end(end);
  }

  private static HttpData end(JsonNode end) {
    return Envelope.endOfStream(end.toString());
  }
}
