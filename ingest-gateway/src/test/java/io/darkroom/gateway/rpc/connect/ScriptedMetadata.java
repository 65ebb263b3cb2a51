package io.darkroom.gateway.rpc.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.rpc.connect.scripted.Header;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;

/** The headers and trailers that a call must answer with. */
final class ScriptedMetadata {

  private static final Context.Key<ScriptedMetadata> KEY = Context.key("scripted-metadata");

  private final Metadata headers = new Metadata();
  private final Metadata trailers = new Metadata();

  static ScriptedMetadata ofCall() {
    return KEY.get();
  }

  void set(List<Header> newHeaders, List<Header> newTrailers) {
    fill(headers, newHeaders);
    fill(trailers, newTrailers);
  }

  private static void fill(Metadata metadata, List<Header> added) {
    for (Header header : added) {
      for (String value : header.getValuesList()) {
        if (header.getName().endsWith("-bin")) {
          metadata.put(
              Metadata.Key.of(header.getName(), Metadata.BINARY_BYTE_MARSHALLER),
              value.getBytes(UTF_8));
        } else {
          metadata.put(Metadata.Key.of(header.getName(), Metadata.ASCII_STRING_MARSHALLER), value);
        }
      }
    }
  }

  /** Adds the headers and trailers to the answer. */
  static final class Sender implements ServerInterceptor {

    @Override
    public <I, O> ServerCall.Listener<I> interceptCall(
        ServerCall<I, O> call, Metadata incoming, ServerCallHandler<I, O> next) {
      ScriptedMetadata scripted = new ScriptedMetadata();
      ServerCall<I, O> sending =
          new SimpleForwardingServerCall<>(call) {
            private boolean headersSent;

            @Override
            public void sendHeaders(Metadata headers) {
              headersSent = true;
              headers.merge(scripted.headers);
              super.sendHeaders(headers);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              if (status.isOk() && !headersSent) {
                sendHeaders(new Metadata());
              }
              trailers.merge(scripted.trailers);
              super.close(status, trailers);
            }
          };
      return Contexts.interceptCall(
          Context.current().withValue(KEY, scripted), sending, incoming, next);
    }
  }
}
