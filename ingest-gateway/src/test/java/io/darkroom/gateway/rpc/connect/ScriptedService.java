package io.darkroom.gateway.rpc.connect;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.rpc.connect.scripted.Failure;
import io.darkroom.gateway.rpc.connect.scripted.Header;
import io.darkroom.gateway.rpc.connect.scripted.Report;
import io.darkroom.gateway.rpc.connect.scripted.Script;
import io.darkroom.gateway.rpc.connect.scripted.ScriptedServiceGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Follows the script in each call's first message, and counts cancelled calls. */
final class ScriptedService extends ScriptedServiceGrpc.ScriptedServiceImplBase {

  final AtomicInteger cancelled = new AtomicInteger();

  @Override
  public void unary(Script script, StreamObserver<Report> out) {
    new Call(out, true).request(script).end();
  }

  @Override
  public void idempotentUnary(Script script, StreamObserver<Report> out) {
    unary(script, out);
  }

  @Override
  public void serverStream(Script script, StreamObserver<Report> out) {
    new Call(out, false).request(script).end();
  }

  @Override
  public StreamObserver<Script> clientStream(StreamObserver<Report> out) {
    return new Call(out, true);
  }

  @Override
  public StreamObserver<Script> bidiStream(StreamObserver<Report> out) {
    return new Call(out, false);
  }

  private final class Call implements StreamObserver<Script> {

    private final ServiceRequestContext context = ServiceRequestContext.current();
    private final ServerCallStreamObserver<Report> out;
    private final boolean single;
    private final List<Script> requests = new ArrayList<>();
    private int answered;

    Call(StreamObserver<Report> out, boolean single) {
      this.out = (ServerCallStreamObserver<Report>) out;
      this.single = single;
      this.out.setOnCancelHandler(cancelled::incrementAndGet);
    }

    Call request(Script script) {
      onNext(script);
      return this;
    }

    void end() {
      onCompleted();
    }

    @Override
    public void onNext(Script script) {
      requests.add(script);
      if (requests.size() == 1) {
        ScriptedMetadata.ofCall().set(script.getHeadersList(), script.getTrailersList());
      }
      if (script().getInTurn() && answered < script().getMessagesCount()) {
        send(script().getMessages(answered));
      }
    }

    @Override
    public void onCompleted() {
      answerRest();
    }

    @Override
    public void onError(Throwable gone) {}

    private Script script() {
      return requests.isEmpty() ? Script.getDefaultInstance() : requests.get(0);
    }

    private void answerRest() {
      if (out.isCancelled()) {
        return;
      }
      if (answered < script().getMessagesCount()) {
        later(
            () -> {
              send(script().getMessages(answered));
              answerRest();
            });
      } else if (script().hasFailure()) {
        later(() -> out.onError(failed(script().getFailure())));
      } else {
        if (single && answered == 0) {
          send(ByteString.EMPTY);
        }
        out.onCompleted();
      }
    }

    private void later(Runnable step) {
      if (script().getDelayMillis() == 0) {
        step.run();
        return;
      }
      context
          .eventLoop()
          .schedule(
              () -> {
                if (!out.isCancelled()) {
                  step.run();
                }
              },
              script().getDelayMillis(),
              TimeUnit.MILLISECONDS);
    }

    private void send(ByteString data) {
      answered++;
      Report.Builder report =
          Report.newBuilder()
              .setData(data)
              .setRequests(requests.size())
              .setTimeoutMillis(context.requestTimeoutMillis());
      context
          .request()
          .headers()
          .forEach(
              (name, value) -> {
                if (name.startsWith("x-")) {
                  report.addRequestHeaders(
                      Header.newBuilder().setName(name.toString()).addValues(value));
                }
              });
      out.onNext(report.build());
    }
  }

  private static RuntimeException failed(Failure failure) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(failure.getCode())
            .setMessage(failure.getMessage());
    failure
        .getDetailsList()
        .forEach(
            detail ->
                status.addDetails(
                    Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/" + detail.getType())
                        .setValue(detail.getValue())));
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
