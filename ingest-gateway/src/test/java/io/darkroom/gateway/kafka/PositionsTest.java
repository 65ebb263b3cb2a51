package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.kafka.LogFollower.Start;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {

  private static final TopicPartition PARTITION = new TopicPartition("frames", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

  private Positions from(Start start, long begin, long end) {
    Positions positions = new Positions(start);
    consumer.assign(List.of(PARTITION));
    log(begin, end);
    positions.seek(consumer, List.of(PARTITION));
    return positions;
  }

  private void log(long begin, long end) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, begin));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private static OffsetOutOfRangeException gone(long position) {
    return new OffsetOutOfRangeException(Map.of(PARTITION, position));
  }

  private static ConsumerRecord<byte[], byte[]> message(long offset) {
    return new ConsumerRecord<>("frames", 0, offset, new byte[1], new byte[1]);
  }

  @Test
  void continuesWithTheOldestRecordLeftAndCountsMissedOnes() {
    Positions positions = from(Start.END, 0, 100);
    log(160, 200);
    assertThat(positions.recover(consumer, gone(100))).isEqualTo(60);
    assertThat(consumer.position(PARTITION)).isEqualTo(160);
    assertThat(positions.live(message(160))).isTrue();
  }

  @Test
  void doesNotCountCompactedRecordsAsMissed() {
    Positions positions = from(Start.BEGINNING, 0, 4);
    // Compaction has left only offset 3.
    consumer.addRecord(message(3));
    consumer.poll(Duration.ZERO).forEach(positions::passed);
    positions.caughtUp(consumer);
    assertThat(positions.reachedEnds()).isTrue();
    log(0, 10);
    assertThat(positions.recover(consumer, gone(4))).isZero();
    assertThat(consumer.position(PARTITION)).isEqualTo(4);
  }

  @Test
  void startsOverIfTheTopicWasCreatedAgain() {
    Positions live = from(Start.END, 0, 100);
    log(0, 7);
    assertThat(live.recover(consumer, gone(100))).isZero();
    assertThat(consumer.position(PARTITION)).isEqualTo(7);
    assertThat(live.live(message(7))).isTrue();

    Positions state = from(Start.BEGINNING, 0, 100);
    log(0, 7);
    assertThat(state.recover(consumer, gone(100))).isZero();
    assertThat(consumer.position(PARTITION)).isZero();
  }
}
