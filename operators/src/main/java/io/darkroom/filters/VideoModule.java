package io.darkroom.filters;

import java.lang.reflect.Field;
import java.net.URL;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/**
 * Loads OpenCV's video module without its window module. JavaCPP would load {@code highgui} too,
 * which needs GTK: servers and Flink's images do not have it, and no filter opens a window.
 */
final class VideoModule {

  private static final String WINDOWS = "jniopencv_highgui";

  private VideoModule() {}

  /** Call it before you use any class of the video module. */
  static void prepare() {
    synchronized (Loader.class) {
      libraries().putIfAbsent(WINDOWS, new URL[0]); // Marks it as not found.
    }
  }

  /** JavaCPP has no setting for this. */
  @SuppressWarnings("unchecked")
  private static Map<String, URL[]> libraries() {
    try {
      Field found = Loader.class.getDeclaredField("foundLibraries");
      found.setAccessible(true);
      return (Map<String, URL[]>) found.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JavaCPP without foundLibraries: " + e, e);
    }
  }
}
