package io.darkroom.operator;

import io.darkroom.frame.Headers;
import io.darkroom.frame.TraceContext;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Serializes results between the filters and a sink that is not chained to them. */
final class LogRecordSerializer extends ImmutableSerializer<LogRecord> {

  static final LogRecordSerializer INSTANCE = new LogRecordSerializer();

  private static final long serialVersionUID = 1L;
  private static final int BY_KEY = -1;

  @Override
  public void serialize(LogRecord result, DataOutputView target) throws IOException {
    StringValue.writeString(result.key(), target);
    writeBytes(result.value(), target);
    FrameRecordSerializer.writeTrace(result.trace(), target);
    HeadersSerializer.write(result.headers(), target);
    target.writeInt(result.partition().orElse(BY_KEY));
  }

  @Override
  public LogRecord deserialize(DataInputView source) throws IOException {
    String key = StringValue.readString(source);
    byte[] value = readBytes(source);
    TraceContext trace = FrameRecordSerializer.readTrace(source);
    Headers headers = HeadersSerializer.read(source);
    int partition = source.readInt();
    return new LogRecord(
        key,
        value,
        trace,
        headers,
        partition == BY_KEY ? OptionalInt.empty() : OptionalInt.of(partition));
  }

  @Override
  public TypeSerializerSnapshot<LogRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Loaded by name when a savepoint is read. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LogRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
