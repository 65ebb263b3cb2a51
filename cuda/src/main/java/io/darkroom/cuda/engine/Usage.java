package io.darkroom.cuda.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of an engine. Written by its thread, read by any. */
final class Usage {

  private final LongAdder launches = new LongAdder();
  private final LongAdder plainPictures = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();
  private final Map<Reason, LongAdder> fallbacks = new EnumMap<>(Reason.class);

  Usage() {
    for (Reason reason : Reason.values()) {
      fallbacks.put(reason, new LongAdder());
    }
  }

  void launched(int kernels) {
    launches.add(kernels);
  }

  void busy(long nanos) {
    busyNanos.add(nanos);
  }

  void fellBack(Reason reason, int pictures) {
    fallbacks.get(reason).add(pictures);
  }

  void plainPicture() {
    plainPictures.increment();
  }

  double plainPictures() {
    return plainPictures.sum();
  }

  double launches() {
    return launches.sum();
  }

  double busySeconds() {
    return busyNanos.sum() / 1e9;
  }

  double fallbacks(Reason reason) {
    return fallbacks.get(reason).sum();
  }
}
