package io.darkroom.gateway;

import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.ServerBuilder;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.TrustedProxies;
import io.darkroom.gateway.tls.Certificates;
import io.darkroom.gateway.tls.TlsPort;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Sets the address, the threads and the connection limits of the server.
 *
 * @param certificates empty if the server does not speak TLS
 */
record Transport(GatewayConfig config, Optional<Certificates> certificates) {

  private static final int SEND_BUFFER_BYTES = 128 << 10;
  private static final int STREAMS_PER_CONNECTION = 1_000;

  /**
   * The most bytes that are buffered for a call whose body is read slowly; flow control keeps the
   * rest at the caller.
   */
  private static final int STREAM_WINDOW_BYTES = 256 << 10;

  /**
   * Room for 256 such calls, so that they do not block other calls on the connection. Bytes that
   * have arrived but that no call has read yet do not count towards {@code
   * --max-body-bytes-in-flight}: each connection can hold this many in addition to that limit.
   */
  private static final int CONNECTION_WINDOW_BYTES = 64 << 20;

  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration DRAIN = Duration.ofMillis(2_500);

  void configure(ServerBuilder server) {
    listen(server);
    server.clientAddressTrustedProxyFilter(TrustedProxies.of(config.access().proxies()));
    limit(server);
  }

  private void listen(ServerBuilder server) {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    certificates.ifPresentOrElse(
        known -> TlsPort.listen(server, address, known), () -> server.http(address));
  }

  private void limit(ServerBuilder server) {
    server
        .maxNumConnections(config.bounds().connections())
        .maxRequestLength(maxBodyBytes(config))
        .requestTimeout(config.requestDeadline().plusSeconds(5))
        .http2MaxStreamsPerConnection(STREAMS_PER_CONNECTION)
        .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
        .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .idleTimeout(Duration.ofSeconds(60))
        .childChannelOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
        .gracefulShutdownTimeout(QUIET, DRAIN);
    EventLoopGroup workers = eventLoops(2 * Runtime.getRuntime().availableProcessors());
    EventLoopGroup acceptors = eventLoops(1);
    // By default the server waits 2 s for the acceptors, which have nothing left to do by then.
    workers.terminationFuture().addListener(ended -> acceptors.shutdownGracefully());
    server.workerGroup(workers, true).bossGroupFactory(name -> acceptors);
  }

  /** Event loops that stop at once: the server has already waited for open calls by then. */
  private static EventLoopGroup eventLoops(int threads) {
    return EventLoopGroups.builder()
        .numThreads(threads)
        .gracefulShutdown(Duration.ZERO, Duration.ofSeconds(1))
        .build();
  }

  /**
   * Room for the largest image in base64 and some more, so that an image that is slightly too large
   * gets the gateway's own error.
   */
  static int maxBodyBytes(GatewayConfig config) {
    return config.limits().maxBytes() / 2 * 3 + (64 << 10);
  }
}
