package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SoleWriterTest {

  /** The client id; each open client has an MBean with it. */
  private static final String CLIENT = "sole-writer-test";

  @Test
  void closesItsConsumerIfItsProducerCannotBeCreated() throws Exception {
    KafkaAddress kafka = new KafkaAddress("localhost:1", Map.of("client.id", CLIENT));
    try (KafkaConsumer<byte[], byte[]> open = kafka.consumer(Map.of())) {
      assertThat(openConsumers()).hasSize(1);
    }
    String noTopic = "";
    assertThatThrownBy(() -> new SoleWriter(kafka, noTopic))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("transactional.id");
    assertThat(openConsumers()).isEmpty();
  }

  @Test
  void treatsAnUnknownOutcomeOfATransactionAsOvertaken() {
    KafkaException unexpected =
        new KafkaException("Unhandled error in EndTxnResponse: The server is not available.");
    assertThat(SoleWriter.isOvertaken(unexpected)).isTrue();
    assertThat(SoleWriter.isOvertaken(new KafkaException("cannot commit", unexpected))).isTrue();
    assertThat(SoleWriter.isOvertaken(new ProducerFencedException("fenced"))).isTrue();
    assertThat(SoleWriter.isOvertaken(new TimeoutException("3000 ms"))).isFalse();
    assertThat(SoleWriter.isOvertaken(new KafkaException("closed"))).isFalse();
  }

  private static Set<ObjectName> openConsumers() throws MalformedObjectNameException {
    ObjectName pattern = new ObjectName("kafka.consumer:type=app-info,id=" + CLIENT);
    return ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null);
  }
}
