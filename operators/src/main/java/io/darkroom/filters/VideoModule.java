package io.darkroom.filters;

import java.lang.reflect.Field;
import java.net.URL;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/**
 * OpenCV's video module without its windows. JavaCPP loads the module {@code highgui} along with
 * it, which needs GTK: servers and Flink's images have none, and no filter opens a window.
 */
final class VideoModule {

  private static final String WINDOWS = "jniopencv_highgui";

  private VideoModule() {}

  /** Called before any class of the video module is used. */
  static void prepare() {
    synchronized (Loader.class) {
      libraries().putIfAbsent(WINDOWS, new URL[0]); // It was looked for, and there is none.
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
