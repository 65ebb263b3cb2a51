package io.darkroom.gateway.identity;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.telemetry.health.Recurring;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The open calls of identified callers. Each second, ends those whose caller's token has expired,
 * whose key was revoked, or whose rights have changed. Thread-safe; closed by its owner.
 */
public final class OpenCallers implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final AttributeKey<Consumer<DarkroomException>> END =
      AttributeKey.valueOf("darkroom-end-of-caller");

  private static final AttributeKey<OpenCallers> CALLERS =
      AttributeKey.valueOf("darkroom-open-callers");

  private final Identification identification;
  private final Set<ServiceRequestContext> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "darkroom-callers");
            created.setDaemon(true);
            return created;
          });

  private OpenCallers(Identification identification) {
    this.identification = identification;
  }

  public static OpenCallers start(Identification identification) {
    OpenCallers callers = new OpenCallers(identification);
    long millis = PERIOD.toMillis();
    callers.thread.scheduleWithFixedDelay(
        new Recurring("open callers", callers::look), millis, millis, TimeUnit.MILLISECONDS);
    return callers;
  }

  /**
   * Sets how to end a call in its protocol. Without this, its connection or stream is closed.
   *
   * @param end runs on the call's event loop
   */
  public static void endWith(ServiceRequestContext call, Consumer<DarkroomException> end) {
    call.setAttr(END, end);
  }

  /**
   * Replaces the token of an open call. Fails with {@code UNAUTHENTICATED} if the new one is not
   * valid, or identifies somebody else.
   */
  public static CompletableFuture<Caller> renew(ServiceRequestContext call, String secret) {
    OpenCallers callers = call.attr(CALLERS);
    return callers == null
        ? CompletableFuture.completedFuture(Caller.of(call))
        : callers
            .identification
            .of(new Proof.Secret(secret), call.blockingTaskExecutor())
            .thenApply(now -> renewed(call, now));
  }

  private static Caller renewed(ServiceRequestContext call, Caller now) {
    if (!now.isSameAs(Caller.of(call))) {
      throw Identification.unauthenticated(
          "token: of another caller (expected: one of the same). Open another socket.");
    }
    now.makes(call);
    return now;
  }

  /** Adds a call until it ends. */
  void add(ServiceRequestContext call) {
    call.setAttr(CALLERS, this);
    open.add(call);
    call.log().whenComplete().thenRun(() -> open.remove(call));
  }

  private void look() {
    open.forEach(this::look);
  }

  private void look(ServiceRequestContext call) {
    Caller then = Caller.of(call);
    Caller now = identification.now(then).orElse(Caller.UNKNOWN);
    if (!now.known()) {
      end(call, "%s: expired or revoked (expected: a valid one). Sign in again.");
    } else if (!now.rights().equals(then.rights())) {
      end(call, "%s: its permissions have changed (expected: the same). Call again.");
    }
  }

  private void end(ServiceRequestContext call, String message) {
    if (open.remove(call)) {
      DarkroomException error =
          Identification.unauthenticated(message.formatted(Caller.of(call).kind()));
      Consumer<DarkroomException> end = call.attr(END);
      call.eventLoop()
          .execute(
              () -> {
                if (end == null) {
                  call.cancel(error);
                } else {
                  end.accept(error);
                }
              });
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
