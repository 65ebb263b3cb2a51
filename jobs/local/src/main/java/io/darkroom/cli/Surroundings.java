package io.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * What the command line takes from its process.
 *
 * @param out for bytes; text goes through the command's own writer
 */
record Surroundings(Map<String, String> environment, InputStream in, OutputStream out) {

  static Surroundings ofProcess() {
    return new Surroundings(System.getenv(), System.in, new FileOutputStream(FileDescriptor.out));
  }

  /** The value of a variable; null where it is not set or empty. */
  String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
