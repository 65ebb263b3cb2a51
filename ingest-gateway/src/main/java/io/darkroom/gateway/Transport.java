package io.darkroom.gateway;

import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.ServerBuilder;
import io.darkroom.gateway.config.GatewayConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Where the server listens, on which threads, and what it takes from a connection. */
record Transport(GatewayConfig config) {

  private static final int SEND_BUFFER_BYTES = 128 << 10;
  private static final int STREAMS_PER_CONNECTION = 1_000;

  /** Of a call whose body is taken slowly, so many bytes come; the others stay with the caller. */
  private static final int STREAM_WINDOW_BYTES = 256 << 10;

  /**
   * As much as 256 such calls have room for, so that they do not keep others from sending. Bytes
   * that have come and that no call has taken yet are not in {@code --max-body-bytes-in-flight}: at
   * most so many for each connection, besides that limit.
   */
  private static final int CONNECTION_WINDOW_BYTES = 64 << 20;

  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration DRAIN = Duration.ofMillis(2_500);

  void configure(ServerBuilder server) {
    listen(server);
    limit(server);
  }

  private void listen(ServerBuilder server) {
    if (config.host().isEmpty()) {
      server.http(config.port());
    } else {
      server.http(new InetSocketAddress(config.host(), config.port()));
    }
  }

  private void limit(ServerBuilder server) {
    server
        .maxNumConnections(config.bounds().connections())
        .maxRequestLength(maxBodyBytes())
        .requestTimeout(config.requestDeadline().plusSeconds(5))
        .http2MaxStreamsPerConnection(STREAMS_PER_CONNECTION)
        .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
        .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .idleTimeout(Duration.ofSeconds(60))
        .childChannelOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
        .gracefulShutdownTimeout(QUIET, DRAIN);
    EventLoopGroup workers = eventLoops(2 * Runtime.getRuntime().availableProcessors());
    EventLoopGroup acceptors = eventLoops(1);
    // The server would give the acceptors, of which nothing is left to do by then, 2 s to be quiet.
    workers.terminationFuture().addListener(ended -> acceptors.shutdownGracefully());
    server.workerGroup(workers, true).bossGroupFactory(name -> acceptors);
  }

  /** That end at once: what had to be waited for has been waited for by then. */
  private static EventLoopGroup eventLoops(int threads) {
    return EventLoopGroups.builder()
        .numThreads(threads)
        .gracefulShutdown(Duration.ZERO, Duration.ofSeconds(1))
        .build();
  }

  /** Room for the largest image in base64, so that what is a little too large is told by us. */
  int maxBodyBytes() {
    return config.limits().maxBytes() / 2 * 3 + (64 << 10);
  }
}
