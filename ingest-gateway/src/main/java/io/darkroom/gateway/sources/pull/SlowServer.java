package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells a server that answers slowly from one that cannot be reached: if opening takes long, tries
 * to connect, and ends the opening at once if that fails. Any thread.
 */
final class SlowServer implements AutoCloseable {

  private static final long AFTER_MILLIS = 4_000;
  private static final int CONNECTING_MILLIS = 2_500;

  private final String name;
  private final InetSocketAddress server;
  private final Deadline opening;
  private volatile boolean done;
  private volatile boolean unreachable;

  private SlowServer(String name, InetSocketAddress server, Deadline opening) {
    this.name = name;
    this.server = server;
    this.opening = opening;
  }

  /**
   * Starts to watch the opening; close it when that is over.
   *
   * @param name of the server, for the user
   */
  static SlowServer watch(String name, InetSocketAddress server, Deadline opening) {
    SlowServer slow = new SlowServer(name, server, opening);
    CompletableFuture.delayedExecutor(AFTER_MILLIS, TimeUnit.MILLISECONDS).execute(slow::check);
    return slow;
  }

  private void check() {
    if (done) {
      return;
    }
    try (Socket socket = new Socket()) {
      socket.connect(server, CONNECTING_MILLIS);
    } catch (IOException e) {
      unreachable = true;
      if (!done) {
        opening.in(Duration.ZERO);
      }
    }
  }

  /** Opens the input; throws {@link PullException} if the server cannot be reached. */
  VideoReader open(Supplier<VideoReader> input) {
    try {
      return input.get();
    } catch (MediaException e) {
      if (!unreachable) {
        throw e;
      }
      throw new PullException(Retry.SOON, HttpFailure.noConnection(name));
    }
  }

  @Override
  public void close() {
    done = true;
  }
}
