package io.darkroom.cli;

import java.util.Locale;

/** How a command prints what it has to say. */
enum OutputFormat {
  TABLE,
  JSON;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
