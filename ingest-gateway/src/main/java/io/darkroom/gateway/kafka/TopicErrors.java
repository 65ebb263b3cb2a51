package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.topic.TopicSize;
import java.util.OptionalInt;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;

/** Maps failures to create or check topics to start-up errors that name the option to change. */
final class TopicErrors {

  private TopicErrors() {}

  static DarkroomException coded(Throwable failure, String bootstrapServers, TopicSize size) {
    if (failure instanceof InvalidReplicationFactorException) {
      return refused(
          "--replication-factor: %s (expected: at most the number of brokers that run). %s %s"
              .formatted(
                  given(size.replicas()), "Start more brokers or lower it.", ofKafka(failure)),
          failure);
    }
    if (failure instanceof InvalidPartitionsException) {
      return refused(
          "--partitions: %s (expected: a number that Kafka accepts). Correct it. %s"
              .formatted(given(size.partitions()), ofKafka(failure)),
          failure);
    }
    if (failure instanceof PolicyViolationException) {
      return refused(
          "topics: against a policy of the brokers (expected: allowed). %s %s"
              .formatted(
                  "Change --partitions, --replication-factor or the policy.", ofKafka(failure)),
          failure);
    }
    if (failure instanceof AuthorizationException) {
      return refused(
          "topics: no access (expected: Create, Describe, DescribeConfigs and AlterConfigs). %s %s"
              .formatted("Grant it to the gateway.", ofKafka(failure)),
          failure);
    }
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "kafka: %s at %s (expected: a broker that answers). Start Kafka, or correct %s."
            .formatted(failure.getMessage(), bootstrapServers, "--bootstrap-servers"),
        failure);
  }

  private static String given(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "default";
  }

  private static String ofKafka(Throwable failure) {
    return "Kafka: " + failure.getMessage();
  }

  private static DarkroomException refused(String message, Throwable failure) {
    return new DarkroomException(ErrorCode.INVALID_ARGUMENT, message, failure);
  }
}
