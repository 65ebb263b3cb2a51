package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Prints a list again and again, until Ctrl-C or until nobody reads it any more. */
final class Watch {

  private static final double LONGEST_SECONDS = 3600;

  @Option(names = "--times", paramLabel = "N", description = "Ends after so many lists.")
  private Integer times;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "From list to list (default: ${DEFAULT-VALUE}).")
  private double seconds;

  /** As JSON each list is one line. */
  int run(Session session, Supplier<JsonNode> list, Function<JsonNode, Table> table) {
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw Refusal.usage(
          "--interval: %s (expected: above 0, up to %.0f). Choose another."
              .formatted(seconds, LONGEST_SECONDS));
    }
    for (int shown = 1; times == null || shown <= times; shown++) {
      print(session, list.get(), table);
      boolean last = times != null && shown == times;
      if (last || session.out().checkError()) {
        break;
      }
      pause(session);
    }
    return Exit.OK;
  }

  private static void print(Session session, JsonNode list, Function<JsonNode, Table> table) {
    if (session.json()) {
      session.out().println(list);
      session.out().flush();
    } else {
      table.apply(list).print(session.out());
    }
  }

  private void pause(Session session) {
    if (!session.json()) {
      session.out().println();
      session.out().flush();
    }
    LockSupport.parkNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
  }
}
