package io.darkroom.cli;

import picocli.CommandLine;

/**
 * Commands by the names that they had before each was a noun and a verb. They work as ever, but
 * neither help nor completion offers them.
 */
final class OldForms {

  private OldForms() {}

  static void addTo(CommandLine darkroom) {
    add(darkroom, "filters", new FilterList());
    add(darkroom, "streams", new StreamList());
    add(darkroom, "publish", new StreamPublish.OldForm());
    add(darkroom, "process", new ImageProcess());
    add(darkroom, "snapshot", new PipelineSnapshot());
  }

  private static void add(CommandLine darkroom, String name, Object command) {
    CommandLine old = new CommandLine(command);
    old.getCommandSpec().usageMessage().hidden(true);
    darkroom.addSubcommand(name, old);
  }
}
