package io.darkroom.cli;

import io.darkroom.frame.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pipes the images of frames to the stdin of a command, one after the other. */
record PipedFrames(String name, Process process) implements FrameOutput {

  /** Enough for ffmpeg to write the end of a long video. */
  private static final long PATIENCE_SECONDS = 30;

  static PipedFrames start(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      return new PipedFrames(command.get(0), process);
    } catch (IOException e) {
      throw CommandException.failed(
          "--exec: %s cannot be started: %s (expected: a program). Install it, or correct its name."
              .formatted(command.get(0), e.getMessage()));
    }
  }

  /** A command that has ended or closed its stdin takes no more. */
  @Override
  public boolean take(Frame frame, long number) {
    try {
      OutputStream in = process.getOutputStream();
      frame.image().writeTo(in);
      in.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void end() throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has closed its stdin before.
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw CommandException.failed(
          "--exec: %s still runs %d s after the end of its input (expected: an end). It is stopped."
              .formatted(name, PATIENCE_SECONDS));
    }
    if (process.exitValue() != 0) {
      throw CommandException.failed(
          "--exec: %s ended with status %d (expected: 0). See its messages."
              .formatted(name, process.exitValue()));
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
