package io.darkroom.operator;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.Headers;
import io.darkroom.frame.Headers.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Serializes headers as part of the records that carry them. */
final class HeadersSerializer {

  private HeadersSerializer() {}

  static void write(Headers headers, DataOutputView target) throws IOException {
    target.writeInt(headers.leftOut());
    target.writeInt(headers.all().size());
    for (Header header : headers.all()) {
      StringValue.writeString(header.name(), target);
      target.writeBoolean(header.value() != null);
      if (header.value() != null) {
        ImmutableSerializer.writeBytes(header.value().toByteArray(), target);
      }
    }
  }

  static Headers read(DataInputView source) throws IOException {
    int leftOut = source.readInt();
    int count = source.readInt();
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = StringValue.readString(source);
      ByteString value =
          source.readBoolean()
              ? UnsafeByteOperations.unsafeWrap(ImmutableSerializer.readBytes(source))
              : null;
      headers.add(new Header(name, value));
    }
    return headers.isEmpty() && leftOut == 0 ? Headers.NONE : new Headers(headers, leftOut);
  }
}
