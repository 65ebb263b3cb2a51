package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the streams and what became of their frames. */
@Command(
    name = "list",
    description = "Lists the streams and what became of their frames.",
    mixinStandardHelpOptions = true)
final class StreamList implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().list(Streams.PATH, Streams.FIELD);
    return session.print(answer, Streams.table(answer));
  }
}
