package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.Headers;
import io.darkroom.frame.Headers.Header;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SerializerTest {

  private static final TraceContext TRACE = new TraceContext("00-aa-bb-01", "vendor=1", "k=v");

  private static final Headers HEADERS =
      new Headers(List.of(Header.of("site", "north"), new Header("nothing", null)), 3);

  @Test
  void restoresFrames() throws IOException {
    FrameRecord frame =
        new FrameRecord(
            new SourcePosition(7, 42L, 1_700_000_000_123L),
            "cam",
            new byte[] {1, 2, 3},
            "image/png",
            TRACE,
            HEADERS);
    FrameRecord back = roundTrip(FrameRecordSerializer.INSTANCE, frame);
    assertThat(back).usingRecursiveComparison().isEqualTo(frame);
  }

  @Test
  void restoresFramesWithoutAKey() throws IOException {
    FrameRecord frame =
        new FrameRecord(new SourcePosition(0, 0, 0), null, new byte[0], "", TraceContext.NONE);
    assertThat(roundTrip(FrameRecordSerializer.INSTANCE, frame).key()).isNull();
  }

  @Test
  void restoresResults() throws IOException {
    LogRecord result = new LogRecord("p", new byte[] {4, 5, 6, 7}, TRACE, HEADERS);
    LogRecord back = roundTrip(LogRecordSerializer.INSTANCE, result);
    assertThat(back).usingRecursiveComparison().isEqualTo(result);
    LogRecord chosen = result.on(OptionalInt.of(6));
    assertThat(roundTrip(LogRecordSerializer.INSTANCE, chosen).partition()).hasValue(6);
  }

  @Test
  void returnsTheRecordItselfAsItsCopy() {
    LogRecord result = new LogRecord("p", new byte[] {1}, TRACE);
    assertThat(LogRecordSerializer.INSTANCE.copy(result)).isSameAs(result);
    assertThat(LogRecordSerializer.INSTANCE.isImmutableType()).isTrue();
  }

  private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    byte[] direct = out.getCopyOfBuffer();
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(direct), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(direct);
    return restored(serializer).deserialize(new DataInputDeserializer(direct));
  }

  /**
   * Restores a serializer as a savepoint does: writes its snapshot, reads it, and restores the
   * serializer from it.
   */
  private static <T> TypeSerializer<T> restored(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> snapshot =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            SerializerTest.class.getClassLoader());
    return snapshot.restoreSerializer();
  }
}
