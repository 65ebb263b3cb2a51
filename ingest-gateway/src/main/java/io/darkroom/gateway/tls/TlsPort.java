package io.darkroom.gateway.tls;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerTlsConfig;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetSocketAddress;

/**
 * A port that speaks only TLS 1.2 and 1.3, with the cipher suites that HTTP/2 allows: both are
 * Armeria's defaults.
 */
public final class TlsPort {

  private static final String ONE_YEAR = "max-age=31536000";

  private TlsPort() {}

  public static void listen(
      ServerBuilder server, InetSocketAddress address, Certificates certificates) {
    ClientAuth clients = certificates.askClients() ? ClientAuth.OPTIONAL : ClientAuth.NONE;
    server
        .https(address)
        .tlsProvider(certificates, ServerTlsConfig.builder().clientAuth(clients).build())
        .childChannelPipelineCustomizer(pipeline -> pipeline.addFirst(new PlainCalls()));
    if (certificates.strict()) {
      server.addHeader(HttpHeaderNames.STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
  }
}
