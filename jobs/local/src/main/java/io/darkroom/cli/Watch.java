package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Prints a list repeatedly, until Ctrl-C or until stdout is closed. */
final class Watch {

  private static final double MAX_SECONDS = 3600;

  @Option(names = "--times", paramLabel = "N", description = "Stops after N lists.")
  private Integer times;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Seconds between lists (default: ${DEFAULT-VALUE}).")
  private double seconds;

  /** Prints the lists; each is one line in JSON. */
  int run(Invocation invocation, Supplier<JsonNode> list, Function<JsonNode, Table> table) {
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw CommandException.usage(
          "--interval: %s (expected: above 0, up to %.0f). Choose a value in that range."
              .formatted(seconds, MAX_SECONDS));
    }
    for (int shown = 1; times == null || shown <= times; shown++) {
      print(invocation, list.get(), table);
      boolean last = times != null && shown == times;
      if (last || invocation.out().checkError()) {
        break;
      }
      pause(invocation);
    }
    return Exit.OK;
  }

  private static void print(Invocation invocation, JsonNode list, Function<JsonNode, Table> table) {
    if (invocation.json()) {
      invocation.out().println(list);
      invocation.out().flush();
    } else {
      table.apply(list).print(invocation.out());
    }
  }

  private void pause(Invocation invocation) {
    if (!invocation.json()) {
      invocation.out().println();
      invocation.out().flush();
    }
    LockSupport.parkNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
  }
}
