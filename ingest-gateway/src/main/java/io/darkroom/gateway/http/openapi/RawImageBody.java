package io.darkroom.gateway.http.openapi;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** The routes that take the image itself as their body, which no annotation tells. */
final class RawImageBody {

  static final List<String> IMAGES = List.of("image/jpeg", "image/png");

  private static final String PROCESS = "/v1/images:process";
  private static final String PUBLISH = "/v1/streams/{stream_id}/frames";

  private RawImageBody() {}

  static List<String> accepted(Operation operation) {
    return switch (operation.path()) {
      case PROCESS, PUBLISH -> IMAGES;
      default -> List.of();
    };
  }

  /** Where an image came, an image is answered. */
  static List<String> answered(Operation operation) {
    return operation.path().equals(PROCESS) ? IMAGES : List.of();
  }

  /** What goes with an image, all else being in the body of other calls. */
  static List<FieldDescriptor> queryFields(Operation operation) {
    return operation.path().equals(PROCESS)
        ? Operation.queryFields(operation.method().getInputType(), List.of())
        : List.of();
  }
}
