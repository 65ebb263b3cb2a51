package io.darkroom.gateway.rpc;

import io.grpc.stub.StreamObserver;

/** Discards the messages of a call that has been refused. */
public final class Refused<T> implements StreamObserver<T> {

  @Override
  public void onNext(T message) {}

  @Override
  public void onError(Throwable cause) {}

  @Override
  public void onCompleted() {}
}
