package io.darkroom.local;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** End-to-end tests on the official Kafka image; skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerEndToEndIT extends EndToEnd {

  @Container
  private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka-native:4.1.0");

  private static TestStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.of(KAFKA.getBootstrapServers()), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Override
  TestStack stack() {
    return stack;
  }
}
