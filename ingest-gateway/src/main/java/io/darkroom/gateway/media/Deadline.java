package io.darkroom.gateway.media;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's blocking calls at a time set before each call, or immediately when cancelled.
 * Thread-safe. Close it after the input that it guards.
 */
public final class Deadline implements AutoCloseable {

  private static final OpaquePointers<Deadline> ALL = new OpaquePointers<>();
  private static final Interrupt INTERRUPT = new Interrupt();

  private final Pointer handle = ALL.put(this);
  private volatile long endNanos = Long.MAX_VALUE;
  private volatile Duration limit = Duration.ZERO;
  private volatile boolean cancelled;
  private volatile Runnable onWait = () -> {};

  private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer handle) {
      Deadline deadline = ALL.get(handle);
      if (deadline == null) {
        return 1;
      }
      deadline.onWait.run();
      return deadline.isOver() ? 1 : 0;
    }
  }

  /** Sets the deadline of the following calls, counted from now. */
  public void in(Duration time) {
    limit = time;
    endNanos = System.nanoTime() + time.toNanos();
  }

  /** The time that the last call had. */
  public Duration limit() {
    return limit;
  }

  /** Ends the current call and all later ones. */
  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  public boolean isOver() {
    return cancelled || System.nanoTime() - endNanos > 0;
  }

  /** Runs on the waiting thread whenever FFmpeg waits; must not throw. */
  void onWait(Runnable action) {
    onWait = action;
  }

  void guard(AVFormatContext context) {
    context.interrupt_callback().callback(INTERRUPT);
    context.interrupt_callback().opaque(handle);
  }

  @Override
  public void close() {
    ALL.remove(handle);
  }
}
