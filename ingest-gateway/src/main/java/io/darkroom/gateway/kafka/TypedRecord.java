package io.darkroom.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Builds records with the content type of their value as a header. */
final class TypedRecord {

  private TypedRecord() {}

  /**
   * @param value null to delete the key
   */
  static ProducerRecord<byte[], byte[]> of(Topic topic, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value);
    if (value != null) {
      addHeader(record, Topics.CONTENT_TYPE, topic.content().contentType());
    }
    return record;
  }

  /** Adds a header unless its value is empty. */
  static void addHeader(ProducerRecord<byte[], byte[]> record, String name, String value) {
    if (!value.isEmpty()) {
      record.headers().add(name, value.getBytes(UTF_8));
    }
  }
}
