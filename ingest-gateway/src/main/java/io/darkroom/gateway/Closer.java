package io.darkroom.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, the newest first. A failure is logged and stops no other close. */
final class Closer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Closer.class);
  private static final Executor THREADS = task -> new Thread(task, "darkroom-close").start();

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    started.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      closeQuietly(started.pop());
    }
  }

  /** Closes independent resources at the same time, because each may wait. */
  static void closeTogether(List<AutoCloseable> resources) {
    List<CompletableFuture<Void>> closing =
        resources.stream()
            .map(resource -> CompletableFuture.runAsync(() -> closeQuietly(resource), THREADS))
            .toList();
    closing.forEach(CompletableFuture::join);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      log.warn("closing failed", e);
    }
  }
}
