package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Creates a server certificate with the JDK's keytool. */
final class Certificate {

  private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");

  private Certificate() {}

  /** A PEM file, valid for 90 days. */
  static Path make(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    Path file = folder.resolve("server.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-validity",
        "90",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "server",
        "-file",
        file.toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    return file;
  }

  private static void keytool(Object... arguments) throws Exception {
    Tool.Run run = new Tool(KEYTOOL).run(arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
  }
}
