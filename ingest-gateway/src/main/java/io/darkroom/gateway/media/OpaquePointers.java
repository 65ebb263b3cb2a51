package io.darkroom.gateway.media;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Java objects that native code carries by number in its {@code opaque} pointers. One callback per
 * type can then serve all of them: JavaCPP has room for but a few callbacks of a type. Thread-safe.
 */
final class OpaquePointers<T> {

  private final AtomicLong last = new AtomicLong();
  private final Map<Long, T> objects = new ConcurrentHashMap<>();

  /** A pointer that must never be followed. */
  private static final class Number extends Pointer {
    Number(long number) {
      address = number;
    }
  }

  Pointer put(T object) {
    Pointer handle = new Number(last.incrementAndGet());
    objects.put(handle.address(), object);
    return handle;
  }

  /** Null where it has been removed. */
  T get(Pointer handle) {
    return handle == null ? null : objects.get(handle.address());
  }

  T remove(Pointer handle) {
    return objects.remove(handle.address());
  }
}
