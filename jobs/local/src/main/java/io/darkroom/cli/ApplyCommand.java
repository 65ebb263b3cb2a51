package io.darkroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates or replaces pipelines, sources and presets from files. */
@Command(
    name = "apply",
    description = {
      "Creates or replaces pipelines, sources and presets from files.",
      "Each needs a pipelineId or a sourceId. You can apply the output of 'list -o json' and"
          + " 'show -o json'."
    })
final class ApplyCommand extends LeafCommand {

  @Mixin private Documents documents;

  @Override
  int run(Invocation invocation) {
    return DocumentApplier.apply(invocation, documents.read(invocation.environment(), null, null));
  }
}
