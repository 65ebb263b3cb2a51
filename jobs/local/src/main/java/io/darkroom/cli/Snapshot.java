package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Saves the newest processed frame of a pipeline. */
@Command(
    name = "snapshot",
    description = "Saves the newest processed frame of a pipeline.",
    mixinStandardHelpOptions = true)
final class Snapshot implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Connection connection;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name of the pipeline.")
  private String pipelineId;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    String path = "v1/pipelines/" + GatewayClient.encoded(pipelineId) + "/snapshot";
    byte[] image = connection.open().getImage(path);
    Files.write(out, image);
    Report.of(spec)
        .with("file", out.toString())
        .with("bytes", image.length)
        .print(json, "%s: %d bytes".formatted(out, image.length));
    return 0;
  }
}
