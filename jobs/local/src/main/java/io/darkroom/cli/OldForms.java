package io.darkroom.cli;

import picocli.CommandLine;

/**
 * Adds the commands under the names that they had before each became a noun and a verb. They still
 * work, but help and completion hide them.
 */
final class OldForms {

  private OldForms() {}

  static void addTo(CommandLine darkroom) {
    add(darkroom, "filters", new FilterListCommand());
    add(darkroom, "streams", new StreamListCommand());
    add(darkroom, "publish", new PublishCommand.OldForm());
    add(darkroom, "process", new ProcessCommand());
    add(darkroom, "snapshot", new SnapshotCommand());
  }

  private static void add(CommandLine darkroom, String name, Object command) {
    CommandLine old = new CommandLine(command);
    old.getCommandSpec().usageMessage().hidden(true);
    darkroom.addSubcommand(name, old);
  }
}
