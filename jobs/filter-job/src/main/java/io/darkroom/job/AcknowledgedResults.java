package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.topic.HeaderNames;
import io.darkroom.v1.RecordPosition;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Notes where Kafka has put the newest result of each pipeline, which Flink's sink does not report.
 * Kafka creates it by name for a producer, and calls it on the producer's thread.
 */
public final class AcknowledgedResults implements ProducerInterceptor<byte[], byte[]> {

  /** The producer's property that names the {@link NewestResults}. */
  static final String JOB = "darkroom.job";

  private NewestResults newest;

  @Override
  public void configure(Map<String, ?> properties) {
    newest = NewestResults.open(properties.get(JOB).toString());
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception failure, Headers headers) {
    Header pipeline = headers.lastHeader(HeaderNames.PIPELINE);
    if (failure == null && pipeline != null && metadata.hasOffset()) {
      newest.put(
          new String(pipeline.value(), UTF_8),
          RecordPosition.newBuilder()
              .setPartition(metadata.partition())
              .setOffset(metadata.offset())
              .build());
    }
  }

  @Override
  public void close() {
    newest.close();
  }
}
