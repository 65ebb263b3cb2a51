package io.darkroom.operator;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Serializes pipeline records between their source and the filters. */
final class PipelineRecordSerializer extends ImmutableSerializer<PipelineRecord> {

  static final PipelineRecordSerializer INSTANCE = new PipelineRecordSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(PipelineRecord pipeline, DataOutputView target) throws IOException {
    target.writeLong(pipeline.offset());
    StringValue.writeString(pipeline.pipelineId(), target);
    writeBytes(pipeline.timeline(), target);
    target.writeLong(pipeline.appendedAtMillis());
  }

  @Override
  public PipelineRecord deserialize(DataInputView source) throws IOException {
    return new PipelineRecord(
        source.readLong(), StringValue.readString(source), readBytes(source), source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<PipelineRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Loaded by name when a savepoint is read. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PipelineRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
