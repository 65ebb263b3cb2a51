package io.darkroom.local;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** On Kafka as it is shipped, in a container; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerEndToEndIT extends EndToEnd {

  @Container
  private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka-native:4.1.0");

  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(Optional.of(KAFKA.getBootstrapServers()), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Override
  Stack stack() {
    return stack;
  }
}
