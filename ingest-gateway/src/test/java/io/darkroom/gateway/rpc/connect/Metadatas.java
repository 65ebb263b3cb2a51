package io.darkroom.gateway.rpc.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.rpc.connect.told.Header;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;

/** The headers and trailers that a call is to answer with. */
final class Metadatas {

  private static final Context.Key<Metadatas> KEY = Context.key("metadatas");

  private final Metadata headers = new Metadata();
  private final Metadata trailers = new Metadata();

  static Metadatas ofCall() {
    return KEY.get();
  }

  void tell(List<Header> toldHeaders, List<Header> toldTrailers) {
    fill(headers, toldHeaders);
    fill(trailers, toldTrailers);
  }

  private static void fill(Metadata metadata, List<Header> told) {
    for (Header header : told) {
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

  /** Adds them to what is sent. */
  static final class Sender implements ServerInterceptor {

    @Override
    public <I, O> ServerCall.Listener<I> interceptCall(
        ServerCall<I, O> call, Metadata incoming, ServerCallHandler<I, O> next) {
      Metadatas told = new Metadatas();
      ServerCall<I, O> sending =
          new SimpleForwardingServerCall<>(call) {
            private boolean headersSent;

            @Override
            public void sendHeaders(Metadata headers) {
              headersSent = true;
              headers.merge(told.headers);
              super.sendHeaders(headers);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              if (status.isOk() && !headersSent) {
                sendHeaders(new Metadata());
              }
              trailers.merge(told.trailers);
              super.close(status, trailers);
            }
          };
      return Contexts.interceptCall(
          Context.current().withValue(KEY, told), sending, incoming, next);
    }
  }
}
