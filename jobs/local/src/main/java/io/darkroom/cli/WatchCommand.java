package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Prints, saves or pipes the frames of a pipeline or stream as they come. */
@Command(
    name = "watch",
    sortOptions = false,
    description = {
      "Prints a line for each frame of a pipeline, or saves or pipes the frames, until Ctrl-C.",
      "A watcher that is too slow gets the newest frames; others are counted as missed."
    })
final class WatchCommand extends LeafCommand {

  private static final double MAX_FPS = 1000;

  @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline, or of the stream.")
  private String name;

  @Option(names = "--stream", description = "Watches the raw frames of the stream of that name.")
  private boolean stream;

  @Option(names = "--count", paramLabel = "N", description = "Stops after N frames.")
  private Long count;

  @Option(names = "--fps", description = "Most frames per second (default: all).")
  private double fps;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Writes each frame to DIR as 000001.jpg or .png, 000002 and so on.")
  private Path folder;

  @Option(
      names = "--exec",
      arity = "1..*",
      paramLabel = "COMMAND…",
      hideParamSyntax = true,
      parameterConsumer = Rest.class,
      description =
          "Pipes the frames, such as motion JPEG, to a command. Takes all words that follow, as in"
              + " --exec ffmpeg -f mjpeg -i - out.mp4.")
  private List<String> command;

  /** Takes all the words that are left, also those that look like options. */
  static final class Rest implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      List<String> rest = new ArrayList<>();
      while (!words.isEmpty()) {
        rest.add(words.pop());
      }
      if (rest.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), "--exec: no command (expected: one, such as ffmpeg)");
      }
      option.setValue(rest);
    }
  }

  @Override
  int run(Invocation invocation) throws IOException, InterruptedException {
    requireOptions();
    requireOneTarget();
    String resource = (stream ? "v1/streams/" : "v1/pipelines/") + GatewayClient.encoded(name);
    if (!stream) {
      // The error of a WebSocket would not say what is wrong.
      invocation.gateway().get(resource);
    }
    try (FrameOutput output = output(invocation)) {
      return new FrameWatch(invocation, name, output, fps, count == null ? Long.MAX_VALUE : count)
          .run(resource);
    }
  }

  private void requireOptions() {
    if (!(fps >= 0 && fps <= MAX_FPS)) {
      throw CommandException.usage(
          "--fps: %s (expected: above 0, up to %.0f). Choose a value in that range."
              .formatted(fps, MAX_FPS));
    }
    if (count != null && count < 1) {
      throw CommandException.usage(
          "--count: %d (expected: at least 1). Choose another number.".formatted(count));
    }
  }

  private void requireOneTarget() {
    if (folder != null && command != null) {
      throw CommandException.usage(
          "--exec: given with --save (expected: one of them). Leave the other out.");
    }
  }

  private FrameOutput output(Invocation invocation) throws IOException {
    if (folder != null) {
      return FrameOutput.files(folder);
    }
    return command != null ? PipedFrames.start(command) : FrameOutput.lines(invocation);
  }
}
