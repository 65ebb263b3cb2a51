package io.darkroom.telemetry.trace;

/** One {@link Tracing} for all of a job's tasks in a class loader: the last to close it ends it. */
public final class SharedTracing implements AutoCloseable {

  private static final String SERVICE = "darkroom-job";

  private static Tracing shared;
  private static int users;

  private boolean closed;

  private SharedTracing() {}

  /** Opens it where no other task has; each call has a close of its own. */
  public static SharedTracing open() {
    synchronized (SharedTracing.class) {
      if (users++ == 0) {
        shared = Tracing.open(SERVICE);
      }
      return new SharedTracing();
    }
  }

  public Tracing tracing() {
    synchronized (SharedTracing.class) {
      return shared;
    }
  }

  @Override
  public void close() {
    Tracing last = null;
    synchronized (SharedTracing.class) {
      if (!closed && --users == 0) {
        last = shared;
      }
      closed = true;
    }
    if (last != null) {
      last.close();
    }
  }
}
