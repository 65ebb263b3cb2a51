package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands in this process, with environment variables and stdin from the test. */
final class Cli {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> variables = new HashMap<>();
  private byte[] stdin = new byte[0];

  /** The result of a command: its text on stdout and stderr, and its bytes on stdout. */
  record Answer(int exitCode, String out, String err, byte[] bytes) {

    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }

    JsonNode errorJson() throws IOException {
      return JSON.readTree(err);
    }
  }

  /** Without contexts, and without this machine's environment. */
  Cli() {
    with("XDG_CONFIG_HOME", "/nonexistent");
  }

  static Cli of(FakeGateway gateway) {
    return new Cli().with("DARKROOM_URL", gateway.url());
  }

  Cli with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Cli without(String variable) {
    variables.remove(variable);
    return this;
  }

  Cli reading(byte[] bytes) {
    stdin = bytes;
    return this;
  }

  Cli reading(String text) {
    return reading(text.getBytes(StandardCharsets.UTF_8));
  }

  Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CliEnvironment environment =
        new CliEnvironment(variables, new ByteArrayInputStream(stdin), bytes);
    int exitCode = Darkroom.run(command(environment, out, err), arguments);
    return new Answer(exitCode, out.toString(), err.toString(), bytes.toByteArray());
  }

  private static CommandLine command(
      CliEnvironment environment, StringWriter out, StringWriter err) {
    return Darkroom.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
  }
}
