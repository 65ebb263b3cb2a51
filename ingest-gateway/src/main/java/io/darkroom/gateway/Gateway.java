package io.darkroom.gateway;

import com.linecorp.armeria.server.Server;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.sources.SourceRules;
import io.darkroom.gateway.sources.SourceRunner;
import io.darkroom.gateway.sources.pull.Pulls;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: one server on one port between callers and Kafka. Thread-safe. {@link #close}
 * drains it and stops everything it started, within 5 seconds.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private final int port;
  private final Closer closer;

  private Gateway(int port, Closer closer) {
    this.port = port;
    this.closer = closer;
  }

  /**
   * Creates or checks the topics, reads them, and serves.
   *
   * @throws DarkroomException if Kafka does not answer, a topic is wrong, the port is taken, or
   *     other machines could call it although that is not allowed
   */
  public static Gateway start(GatewayConfig config) {
    Pulls pulls = new Pulls(config.sources(), config.library(), config.limits());
    return start(config, pulls, pulls);
  }

  /** Starts a gateway that fetches the frames of its sources with {@code runner}. */
  public static Gateway start(GatewayConfig config, SourceRunner runner, SourceRules rules) {
    config.access().requireSafe(config.host());
    Closer closer = new Closer();
    try {
      GatewayParts parts = new GatewayParts(config, runner, rules, closer);
      Server server = new GatewayServer(parts).build();
      closer.add(() -> server.stop().join());
      new Gauges(parts.metrics).exportAll(parts, server, closer);
      listen(server, config.port());
      warnOfExposure(config);
      return new Gateway(server.activeLocalPort(), closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static void warnOfExposure(GatewayConfig config) {
    if (config.sendsSecretsInClear()) {
      log.warn(
          "access: keys and tokens of callers travel without encryption to {}:{}. Set"
              + " --tls-certificate, unless a proxy in front of it speaks TLS.",
          config.host(),
          config.port());
    }
    if (config.isOpen()) {
      log.warn(
          "access: everyone who reaches {}:{} may watch, publish and change everything"
              + " (--allow-anonymous)",
          config.host(),
          config.port());
    }
  }

  private static void listen(Server server, int port) {
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "port: %d (expected: a free port). Choose another with --port: %s"
              .formatted(port, e.getCause().getMessage()),
          e);
    }
  }

  /** The port on which the server listens. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    closer.close();
  }
}
