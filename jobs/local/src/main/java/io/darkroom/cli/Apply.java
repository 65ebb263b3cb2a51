package io.darkroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Replaces pipelines and sources by what files say. */
@Command(
    name = "apply",
    description = {
      "Replaces pipelines and sources by what files say, or creates them.",
      "Each has a pipelineId or a sourceId. What 'list -o json' and 'show -o json' print can be"
          + " applied again."
    },
    mixinStandardHelpOptions = true)
final class Apply implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Documents documents;

  @Override
  public Integer call() {
    Session session = Session.of(spec);
    return Applied.all(session, documents.read(session.surroundings(), null, null));
  }
}
