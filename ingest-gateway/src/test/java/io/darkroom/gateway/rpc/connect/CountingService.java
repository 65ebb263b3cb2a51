package io.darkroom.gateway.rpc.connect;

import io.darkroom.gateway.rpc.connect.scripted.Report;
import io.darkroom.gateway.rpc.connect.scripted.Script;
import io.darkroom.gateway.rpc.connect.scripted.ScriptedServiceGrpc;
import io.grpc.stub.StreamObserver;

/** Answers each call with the number of its messages, whatever they say. */
final class CountingService extends ScriptedServiceGrpc.ScriptedServiceImplBase {

  @Override
  public void unary(Script script, StreamObserver<Report> out) {
    serverStream(script, out);
  }

  @Override
  public void serverStream(Script script, StreamObserver<Report> out) {
    StreamObserver<Script> in = bidiStream(out);
    in.onNext(script);
    in.onCompleted();
  }

  @Override
  public StreamObserver<Script> clientStream(StreamObserver<Report> out) {
    return bidiStream(out);
  }

  @Override
  public StreamObserver<Script> bidiStream(StreamObserver<Report> out) {
    return new StreamObserver<>() {
      private int messages;

      @Override
      public void onNext(Script script) {
        messages++;
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        out.onNext(Report.newBuilder().setRequests(messages).build());
        out.onCompleted();
      }
    };
  }
}
