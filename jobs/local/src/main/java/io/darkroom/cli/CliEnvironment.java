package io.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * The environment variables and standard streams of the process.
 *
 * @param out for binary output; text goes through the command's writer
 */
record CliEnvironment(Map<String, String> variables, InputStream in, OutputStream out) {

  static CliEnvironment ofProcess() {
    return new CliEnvironment(System.getenv(), System.in, new FileOutputStream(FileDescriptor.out));
  }

  /** The value of a variable; null if unset or empty. */
  String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
