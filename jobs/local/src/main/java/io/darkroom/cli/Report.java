package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What a command has done: a line for people, an object for programs. */
final class Report {

  private final PrintWriter out;
  private final ObjectNode object = JsonNodeFactory.instance.objectNode();

  private Report(PrintWriter out) {
    this.out = out;
  }

  static Report of(CommandSpec spec) {
    return new Report(spec.commandLine().getOut());
  }

  Report with(String name, String value) {
    object.put(name, value);
    return this;
  }

  Report with(String name, long value) {
    object.put(name, value);
    return this;
  }

  void print(boolean json, String line) {
    out.println(json ? object.toPrettyString() : line);
    out.flush();
  }
}
