package io.darkroom.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Saves the newest processed frame of a pipeline. */
@Command(name = "snapshot", description = "Saves the newest processed frame of a pipeline.")
final class SnapshotCommand extends LeafCommand {

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name of the pipeline.")
  private String pipelineId;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write; - for stdout.")
  private Path out;

  @Override
  int run(Invocation invocation) throws IOException {
    String path = ResourceType.PIPELINE.path(pipelineId) + "/snapshot";
    return ImageFile.save(invocation, out, invocation.gateway().getImage(path));
  }
}
