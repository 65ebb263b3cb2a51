package io.darkroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuPartTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GATEWAY_IN; darkroom-publish",
        "GATEWAY_IN; kafka-producer-network-thread | darkroom-gateway-1",
        "GATEWAY_NETWORK; armeria-eventloop-epoll-5-1",
        "GATEWAY_OUT; darkroom-follow-darkroom.processed",
        "GATEWAY_OUT; darkroom-watch-darkroom.processed",
        "BROKER; data-plane-kafka-request-handler-3",
        "BROKER; data-plane-kafka-network-thread-1-PLAINTEXT-PLAINTEXT-0",
        "BROKER; kafka-1-raft-io-thread",
        "BROKER; kafka-log-cleaner-thread-0",
        "SOURCE_FETCH; Source Data Fetcher for Source: frames (2/2)#0",
        "SOURCE_FETCH; Source Data Fetcher for Source: frames -> filters -> processed (1/2)#0",
        "SOURCE_TASK; Source: frames (1/2)#0",
        "FILTER_TASK; filters -> (processed: Writer -> processed: Committer) (1/2)#0",
        "FILTER_TASK; Source: frames -> filters -> (processed: Writer) (1/2)#0",
        "CODEC; codec of filters -> (processed: Writer -> processed: Committer) (2/2)#0",
        "CODEC; codec of Source: frames -> filters -> (processed: Writer) (2/2)#0",
        "SINK; kafka-producer-network-thread | producer-3",
        "GC; GC Thread#0",
        "GC; G1 Conc#0",
        "JIT; C2 CompilerThread0",
        "OTHER; darkroom-follow-darkroom.settings",
        "OTHER; flink-pekko.actor.default-dispatcher-5",
        "OTHER; ''"
      })
  void aThreadBelongsToThePartThatItsNameTells(CpuPart part, String thread) {
    assertThat(CpuPart.of(thread)).isEqualTo(part);
  }
}
