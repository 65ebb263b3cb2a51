package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Saves the newest processed frame of a pipeline. */
@Command(
    name = "snapshot",
    description = "Saves the newest processed frame of a pipeline.",
    mixinStandardHelpOptions = true)
final class PipelineSnapshot implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name of the pipeline.")
  private String pipelineId;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write; - for stdout.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Session session = Session.of(spec);
    String path = Kind.PIPELINE.path(pipelineId) + "/snapshot";
    byte[] image = session.gateway().getImage(path);
    ImageFile.write(out, image, session.surroundings());
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", out.toString())
            .put("sizeBytes", image.length);
    return ImageFile.report(session, out, report, "%s: %d bytes".formatted(out, image.length));
  }
}
