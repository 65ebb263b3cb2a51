package io.darkroom.gateway.resources;

import com.google.protobuf.MessageLite;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.resources.ChangeLog.Changes;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Streams resources to a caller: first all of them, then changes and deletions, and a bookmark if
 * nothing has changed for a while. A slow caller skips intermediate states. Confined to the call's
 * event loop.
 *
 * @param <R> the resource
 * @param <A> the response message
 */
public final class ResourceWatch<R extends MessageLite, A> {

  private static final Duration BOOKMARK_AFTER = Duration.ofSeconds(10);

  private final ServerCallStreamObserver<A> out;
  private final Executor eventLoop;
  private final ChangeLog<R> log;
  private final WatchFilter<R> filter;
  private final Function<Changes<R>, A> answer;

  /** Unsent parts of the newest changes. */
  private final Queue<Changes<R>> parts = new ArrayDeque<>();

  private String token;
  private boolean due = true;

  /** Whether to send the token even if nothing has changed. */
  private boolean bookmark = true;

  private long sentAtNanos = System.nanoTime();

  private ResourceWatch(
      ServerCallStreamObserver<A> out,
      Executor eventLoop,
      ChangeLog<R> log,
      WatchFilter<R> filter,
      String from,
      Function<Changes<R>, A> answer) {
    this.out = out;
    this.eventLoop = eventLoop;
    this.log = log;
    this.filter = filter;
    this.token = from;
    this.answer = answer;
  }

  /**
   * Starts a watch. Runs on the call's event loop.
   *
   * @param from a token of the log, or empty
   * @param answer makes a response of changes; their token is empty if more parts follow
   * @param trigger when to look for changes
   */
  public static <R extends MessageLite, A> void open(
      StreamObserver<A> observer,
      OpenCalls calls,
      ChangeLog<R> log,
      WatchFilter<R> filter,
      String from,
      Function<Changes<R>, A> answer,
      WatchTrigger trigger) {
    ServerCallStreamObserver<A> out = (ServerCallStreamObserver<A>) observer;
    ServiceRequestContext context = ServiceRequestContext.current();
    try {
      ChangeLog.requireToken(from);
      calls.holdState(context);
    } catch (DarkroomException e) {
      out.onError(e);
      return;
    }
    Executor eventLoop = context.eventLoop().withoutContext();
    ResourceWatch<R, A> watch = new ResourceWatch<>(out, eventLoop, log, filter, from, answer);
    out.setOnReadyHandler(watch::send);
    SafeCloseable changes = trigger.subscribe(watch::changed);
    SafeCloseable bookmarks =
        WatchTrigger.every(BOOKMARK_AFTER.dividedBy(2)).subscribe(watch::keepAlive);
    calls.add(
        out,
        () -> {
          changes.close();
          bookmarks.close();
        });
    watch.send();
  }

  private void changed() {
    eventLoop.execute(
        () -> {
          due = true;
          send();
        });
  }

  private void keepAlive() {
    if (System.nanoTime() - sentAtNanos >= BOOKMARK_AFTER.toNanos()) {
      bookmark = true;
      due = true;
      send();
    }
  }

  private void send() {
    while (!out.isCancelled() && out.isReady() && hasPart()) {
      out.onNext(answer.apply(parts.remove()));
      sentAtNanos = System.nanoTime();
    }
  }

  private boolean hasPart() {
    if (parts.isEmpty() && due) {
      due = false;
      Changes<R> changes = filter.apply(log.since(token));
      token = changes.token();
      if (bookmark || changes.snapshot() || !isEmpty(changes)) {
        bookmark = false;
        parts.addAll(ChangeParts.of(changes));
      }
    }
    return !parts.isEmpty();
  }

  private static boolean isEmpty(Changes<?> changes) {
    return changes.changed().isEmpty() && changes.deleted().isEmpty();
  }
}
