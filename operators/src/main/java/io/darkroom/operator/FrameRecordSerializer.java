package io.darkroom.operator;

import io.darkroom.frame.Headers;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Serializes frame records between the source and the filters. */
final class FrameRecordSerializer extends ImmutableSerializer<FrameRecord> {

  static final FrameRecordSerializer INSTANCE = new FrameRecordSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(FrameRecord frame, DataOutputView target) throws IOException {
    target.writeInt(frame.position().partition());
    target.writeLong(frame.position().offset());
    target.writeLong(frame.position().appendedAtMillis());
    StringValue.writeString(frame.key(), target);
    StringValue.writeString(frame.contentType(), target);
    writeTrace(frame.trace(), target);
    HeadersSerializer.write(frame.headers(), target);
    writeBytes(frame.value(), target);
  }

  @Override
  public FrameRecord deserialize(DataInputView source) throws IOException {
    SourcePosition position =
        new SourcePosition(source.readInt(), source.readLong(), source.readLong());
    String key = StringValue.readString(source);
    String contentType = StringValue.readString(source);
    TraceContext trace = readTrace(source);
    Headers headers = HeadersSerializer.read(source);
    return new FrameRecord(position, key, readBytes(source), contentType, trace, headers);
  }

  static void writeTrace(TraceContext trace, DataOutputView target) throws IOException {
    StringValue.writeString(trace.traceparent(), target);
    StringValue.writeString(trace.tracestate(), target);
    StringValue.writeString(trace.baggage(), target);
  }

  static TraceContext readTrace(DataInputView source) throws IOException {
    return new TraceContext(
        StringValue.readString(source),
        StringValue.readString(source),
        StringValue.readString(source));
  }

  @Override
  public TypeSerializerSnapshot<FrameRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Loaded by name when a savepoint is read. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FrameRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
