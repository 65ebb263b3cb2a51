package io.darkroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.Headers;
import io.darkroom.frame.Headers.Header;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.LogRecord;
import io.darkroom.topic.TopicContent;
import io.darkroom.topic.Topics;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;

class RecordSizeTest {

  /** The operator checks {@code LogRecord.bytes()} before it passes a record to the sink. */
  @Test
  void countsAtLeastAsManyBytesPerRecordAsKafka() {
    TraceContext trace = new TraceContext("p".repeat(256), "s".repeat(512), "b".repeat(8192));
    String key = "k".repeat(128);
    byte[] value = new byte[Topics.MAX_RECORD_BYTES];
    requireCovered(new LogRecord(key, value, trace));
    requireCovered(new LogRecord("", new byte[0], TraceContext.NONE));
    Header empty = new Header("", null);
    List<Header> most = Collections.nCopies(Headers.MOST_OF_USER + 3, empty);
    requireCovered(new LogRecord("", new byte[0], TraceContext.NONE, new Headers(most, 0)));
    Header large = Header.of("ä".repeat(4096), "v".repeat(Headers.MOST_BYTES_OF_USER));
    requireCovered(
        new LogRecord("", new byte[0], TraceContext.NONE, Headers.NONE.after(large, large)));
  }

  private static void requireCovered(LogRecord record) {
    int asKafkaCounts = kafkaBytes(KafkaSinks.toKafka("topic", TopicContent.PROCESSED, record));
    assertThat(record.bytes()).isGreaterThanOrEqualTo(asKafkaCounts);
  }

  private static int kafkaBytes(ProducerRecord<byte[], byte[]> record) {
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.NONE,
        record.key(),
        record.value(),
        record.headers().toArray());
  }
}
