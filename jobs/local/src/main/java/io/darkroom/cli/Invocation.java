package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a command: the gateway that it calls, and its output. */
final class Invocation {

  private final Darkroom options;
  private final CommandSpec root;

  private Invocation(CommandSpec root) {
    this.root = root;
    this.options = (Darkroom) root.userObject();
  }

  static Invocation of(CommandSpec spec) {
    return new Invocation(spec.root());
  }

  GatewayClient gateway() {
    GatewayAddress address = address();
    return new GatewayClient(
        address.url(),
        options.trust().choose(address, environment(), err()),
        options.secret().choose(address, environment()));
  }

  String url() {
    return address().url();
  }

  private GatewayAddress address() {
    return GatewayAddress.choose(options.url(), options.context(), environment());
  }

  /** The value of {@code --url}; null if not given. */
  String givenUrl() {
    return options.url();
  }

  /** The value of {@code --ca}; empty if not given. */
  Optional<Path> givenCa() {
    return options.trust().ca();
  }

  /** The value of {@code --token-file}; empty if not given. */
  Optional<Path> givenToken() {
    return options.secret().file();
  }

  CliEnvironment environment() {
    return options.environment();
  }

  boolean json() {
    return options.output() == OutputFormat.JSON;
  }

  PrintWriter out() {
    return root.commandLine().getOut();
  }

  PrintWriter err() {
    return root.commandLine().getErr();
  }

  /** Prints an answer as JSON, or its table. */
  int print(JsonNode answer, Table table) {
    if (json()) {
      return line(answer.toPrettyString());
    }
    table.print(out());
    return Exit.OK;
  }

  /** Prints one resource with all of its fields. */
  int printFields(JsonNode resource) {
    return print(resource, Fields.table(resource));
  }

  /** Prints an answer as JSON, or a line of text. */
  int print(JsonNode answer, String line) {
    return line(json() ? answer.toPrettyString() : Text.printable(line));
  }

  private int line(String text) {
    out().println(text);
    out().flush();
    return Exit.OK;
  }
}
