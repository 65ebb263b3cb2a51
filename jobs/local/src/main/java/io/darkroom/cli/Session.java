package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What every command has: a gateway to talk to, and the form in which it prints. */
final class Session {

  private final Darkroom options;
  private final CommandSpec root;

  private Session(CommandSpec root) {
    this.root = root;
    this.options = (Darkroom) root.userObject();
  }

  static Session of(CommandSpec spec) {
    return new Session(spec.root());
  }

  GatewayClient gateway() {
    return new GatewayClient(url());
  }

  String url() {
    return GatewayAddress.choose(options.url(), options.context(), surroundings());
  }

  /** The option's value; null where it is not given. */
  String givenUrl() {
    return options.url();
  }

  Surroundings surroundings() {
    return options.surroundings();
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

  /** Prints an answer, or the table that shows it. */
  int print(JsonNode answer, Table table) {
    if (json()) {
      return line(answer.toPrettyString());
    }
    table.print(out());
    return Exit.OK;
  }

  /** Prints an answer, or the line that says the same. */
  int print(JsonNode answer, String line) {
    return line(json() ? answer.toPrettyString() : Text.printable(line));
  }

  private int line(String text) {
    out().println(text);
    out().flush();
    return Exit.OK;
  }
}
