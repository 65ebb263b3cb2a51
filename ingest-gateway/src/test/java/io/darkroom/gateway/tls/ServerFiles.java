package io.darkroom.gateway.tls;

import io.darkroom.gateway.config.TlsConfig;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a server's certificate and key in a folder. */
record ServerFiles(Path folder) {

  Path certificate() {
    return folder.resolve("tls.crt");
  }

  Path key() {
    return folder.resolve("tls.key");
  }

  TlsConfig config() {
    return TlsConfig.of(certificate(), key());
  }

  /** Replaces both files, one after the other. */
  ServerFiles write(X509Bundle bundle) throws IOException {
    Files.writeString(certificate(), bundle.getCertificatePathPEM());
    Files.writeString(key(), bundle.getPrivateKeyPEM());
    return this;
  }
}
