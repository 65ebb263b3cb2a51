package io.darkroom.cli;

import java.util.Locale;

/** The output format of a command. */
enum OutputFormat {
  TABLE,
  JSON;

  /** The form used on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
