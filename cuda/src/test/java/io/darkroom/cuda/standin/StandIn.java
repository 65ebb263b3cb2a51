package io.darkroom.cuda.standin;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernels and a driver for the CPU, loaded instead of {@code libcuda.so.1}. JCuda runs on it
 * unmodified. One instance per process, which you configure here. See {@code
 * src/test/standin/README.md}.
 *
 * <p>With {@code -Ddarkroom.gpu=real} it is not loaded: tests that need any GPU use the machine's
 * GPU, and tests that need the stand-in are skipped.
 */
public final class StandIn {

  static final String FOLDER = "standin";

  private static final boolean REAL = System.getProperty("darkroom.gpu", "").equals("real");
  private static final String PREBUILT = System.getProperty("darkroom.standin", "");
  private static final StandIn INSTANCE = new StandIn();

  /** The functions that only the stand-in has. */
  interface Controls extends Library {
    int standin_set(String name, long value);

    void standin_fail_kernel(String name);

    void standin_refuse_kernel(String name);

    void standin_reset();

    long standin_count(String what);

    void standin_forbid(long from, long bytes);
  }

  private Controls controls;
  private String missing;

  private StandIn() {
    if (REAL) {
      return;
    }
    try {
      Path library =
          PREBUILT.isEmpty() ? StandInBuild.library(FOLDER, List.of()) : Path.of(PREBUILT);
      System.load(library.toString());
      controls = Native.load(library.toString(), Controls.class);
    } catch (IOException | InterruptedException e) {
      missing = e.getMessage();
    }
  }

  /** Returns the stand-in after a reset. Skips the test if g++ is missing or the GPU is real. */
  public static StandIn get() {
    assumeFalse(REAL, "only the stand-in can simulate this");
    assumeTrue(INSTANCE.missing == null, () -> "no stand-in for the GPU: " + INSTANCE.missing);
    INSTANCE.reset();
    return INSTANCE;
  }

  /** Returns the stand-in after a reset; empty if the GPU is real. */
  public static Optional<StandIn> unlessReal() {
    return REAL ? Optional.empty() : Optional.of(get());
  }

  /** Provides a GPU: the machine's own if requested, otherwise the stand-in. */
  public static void orRealGpu() {
    if (!REAL) {
      get();
    }
  }

  /** Changes a setting; README.md lists them. */
  public StandIn with(String setting, long value) {
    if (controls.standin_set(setting, value) == 0) {
      throw new IllegalArgumentException(
          "setting: %s (expected: a setting of README.md)".formatted(setting));
    }
    return this;
  }

  public StandIn failingIn(String kernel, int code) {
    controls.standin_fail_kernel(kernel);
    return with("FAIL_CODE", code);
  }

  /** Refuses modules that have this kernel; refuses none if the name is empty. */
  public StandIn refusing(String kernel) {
    controls.standin_refuse_kernel(kernel);
    return this;
  }

  public void reset() {
    controls.standin_reset();
  }

  /** Resets the stand-in after a test, even if the test was skipped. */
  public static void renew() {
    if (INSTANCE.controls != null) {
      INSTANCE.reset();
    }
  }

  public long count(String what) {
    return controls.standin_count(what);
  }

  /** Makes AddressSanitizer, if it is loaded, report accesses to these bytes of the device. */
  public static void forbid(long from, long bytes) {
    if (INSTANCE.controls != null) {
      INSTANCE.controls.standin_forbid(from, bytes);
    }
  }
}
