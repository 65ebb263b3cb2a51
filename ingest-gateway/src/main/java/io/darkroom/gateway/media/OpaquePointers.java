package io.darkroom.gateway.media;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Maps the {@code opaque} pointers of native code to Java objects. One callback instance per type
 * can then serve all objects: JavaCPP allows only a few callbacks of a type. Thread-safe.
 */
final class OpaquePointers<T> {

  private final AtomicLong last = new AtomicLong();
  private final Map<Long, T> objects = new ConcurrentHashMap<>();

  /** A pointer that must never be dereferenced. */
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

  /** Returns null if the object has been removed. */
  T get(Pointer handle) {
    return handle == null ? null : objects.get(handle.address());
  }

  T remove(Pointer handle) {
    return objects.remove(handle.address());
  }
}
