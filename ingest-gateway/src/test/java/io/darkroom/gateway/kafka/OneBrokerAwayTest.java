package io.darkroom.gateway.kafka;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.Wire;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class OneBrokerAwayTest {

  private static String streamOn(Broker broker, String topic, int node) throws Exception {
    try (Admin admin = broker.admin()) {
      List<TopicPartitionInfo> partitions =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions();
      return IntStream.range(0, 1_000)
          .mapToObj(i -> "s" + i)
          .filter(
              stream -> {
                int partition =
                    BuiltInPartitioner.partitionForKey(stream.getBytes(UTF_8), partitions.size());
                return partitions.get(partition).leader().id() == node;
              })
          .findFirst()
          .orElseThrow();
    }
  }

  private static int publish(Darkroom darkroom, String stream) {
    return darkroom
        .post("/v1/streams/%s/frames".formatted(stream), "image/jpeg", JPEG)
        .statusCode();
  }

  @Test
  void publishesStreamsOfTheOtherBroker() throws Exception {
    try (Wire wire = new Wire();
        Broker broker = Broker.pair(wire);
        Darkroom darkroom = Darkroom.withoutJob(broker)) {
      String here = streamOn(broker, darkroom.topics.frames().name(), 0);
      String away = streamOn(broker, darkroom.topics.frames().name(), 1);
      assertThat(publish(darkroom, here)).isEqualTo(200);
      assertThat(publish(darkroom, away)).isEqualTo(200);
      wire.cut();
      assertThat(publish(darkroom, away)).isEqualTo(503);
      assertThat(publish(darkroom, here)).isEqualTo(200);
      JsonNode kafka = darkroom.json("/healthz").at("/dependencies/kafka");
      assertThat(kafka.path("state").asText()).isEqualTo("up");
      assertThat(kafka.path("lastError").asText("")).isEmpty();
      wire.restore();
    }
  }
}
