package io.darkroom.gateway.rpc.connect;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.rpc.connect.told.Account;
import io.darkroom.gateway.rpc.connect.told.Failure;
import io.darkroom.gateway.rpc.connect.told.Header;
import io.darkroom.gateway.rpc.connect.told.Orders;
import io.darkroom.gateway.rpc.connect.told.ToldGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what each call's first message says, and counts the calls that were given up. */
final class ToldService extends ToldGrpc.ToldImplBase {

  final AtomicInteger cancelled = new AtomicInteger();

  @Override
  public void once(Orders orders, StreamObserver<Account> out) {
    new Call(out, true).request(orders).end();
  }

  @Override
  public void look(Orders orders, StreamObserver<Account> out) {
    once(orders, out);
  }

  @Override
  public void many(Orders orders, StreamObserver<Account> out) {
    new Call(out, false).request(orders).end();
  }

  @Override
  public StreamObserver<Orders> gather(StreamObserver<Account> out) {
    return new Call(out, true);
  }

  @Override
  public StreamObserver<Orders> converse(StreamObserver<Account> out) {
    return new Call(out, false);
  }

  private final class Call implements StreamObserver<Orders> {

    private final ServiceRequestContext context = ServiceRequestContext.current();
    private final ServerCallStreamObserver<Account> out;
    private final boolean single;
    private final List<Orders> requests = new ArrayList<>();
    private int answered;

    Call(StreamObserver<Account> out, boolean single) {
      this.out = (ServerCallStreamObserver<Account>) out;
      this.single = single;
      this.out.setOnCancelHandler(cancelled::incrementAndGet);
    }

    Call request(Orders orders) {
      onNext(orders);
      return this;
    }

    void end() {
      onCompleted();
    }

    @Override
    public void onNext(Orders orders) {
      requests.add(orders);
      if (requests.size() == 1) {
        Metadatas.ofCall().tell(orders.getHeadersList(), orders.getTrailersList());
      }
      if (orders().getInTurn() && answered < orders().getMessagesCount()) {
        send(orders().getMessages(answered));
      }
    }

    @Override
    public void onCompleted() {
      answerRest();
    }

    @Override
    public void onError(Throwable gone) {}

    private Orders orders() {
      return requests.isEmpty() ? Orders.getDefaultInstance() : requests.get(0);
    }

    private void answerRest() {
      if (out.isCancelled()) {
        return;
      }
      if (answered < orders().getMessagesCount()) {
        later(
            () -> {
              send(orders().getMessages(answered));
              answerRest();
            });
      } else if (orders().hasFailure()) {
        later(() -> out.onError(failed(orders().getFailure())));
      } else {
        if (single && answered == 0) {
          send(ByteString.EMPTY);
        }
        out.onCompleted();
      }
    }

    private void later(Runnable step) {
      if (orders().getDelayMillis() == 0) {
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
              orders().getDelayMillis(),
              TimeUnit.MILLISECONDS);
    }

    private void send(ByteString data) {
      answered++;
      Account.Builder account =
          Account.newBuilder()
              .setData(data)
              .setRequests(requests.size())
              .setTimeoutMillis(context.requestTimeoutMillis());
      context
          .request()
          .headers()
          .forEach(
              (name, value) -> {
                if (name.startsWith("x-")) {
                  account.addRequestHeaders(
                      Header.newBuilder().setName(name.toString()).addValues(value));
                }
              });
      out.onNext(account.build());
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
