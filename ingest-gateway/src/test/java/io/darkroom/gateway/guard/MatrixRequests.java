package io.darkroom.gateway.guard;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Set;

/** Builds a request of any type about one stream, and its pipeline and source. */
final class MatrixRequests {

  static final String STREAM = "lobby-1";
  static final String PIPELINE = "lobby-edges";

  /** Ids by the name of the field. */
  private static final Map<String, String> IDS =
      Map.of(
          "stream_id", STREAM,
          "pipeline_id", PIPELINE,
          "source_id", STREAM,
          "preset_id", "soft",
          "key_id", "abcdefghijkl",
          "video_id", "none.mp4",
          "upload_id", "none",
          "image_id", "none.png",
          "logger", "io.darkroom.none");

  private static final Set<String> RESOURCES =
      Set.of("pipeline", "source", "preset", "key", "log_level", "trace_ratio");

  private MatrixRequests() {}

  static Message of(Descriptor type) {
    DynamicMessage.Builder request = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (RESOURCES.contains(field.getName())) {
        request.setField(field, of(field.getMessageType()));
      } else if (IDS.containsKey(field.getName()) && isFree(request, field)) {
        request.setField(field, IDS.get(field.getName()));
      }
    }
    return request.build();
  }

  /** Whether the field is a single text, and no other one of its group has been set. */
  private static boolean isFree(DynamicMessage.Builder request, FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.STRING
        && !field.isRepeated()
        && (field.getContainingOneof() == null || !request.hasOneof(field.getContainingOneof()));
  }
}
