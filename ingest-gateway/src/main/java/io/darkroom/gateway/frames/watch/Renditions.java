package io.darkroom.gateway.frames.watch;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One frame at smaller widths. The first watcher that asks for a width makes it, and all others of
 * that width share it. Lives as long as its frame. Thread-safe.
 */
final class Renditions {

  private final Map<Integer, CompletableFuture<byte[]>> byWidth = new ConcurrentHashMap<>();

  /**
   * The message of the frame at most so wide. Completed on return, unless another thread is making
   * it.
   *
   * @param message the frame as it arrived; it is returned itself if it is not wider
   */
  CompletableFuture<byte[]> atMost(int width, byte[] message, FrameScaler scaler) {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> earlier = byWidth.putIfAbsent(width, mine);
    if (earlier != null) {
      return earlier;
    }
    try {
      mine.complete(scaler.scale(message, width));
    } catch (Throwable e) {
      mine.completeExceptionally(e);
    }
    return mine;
  }
}
