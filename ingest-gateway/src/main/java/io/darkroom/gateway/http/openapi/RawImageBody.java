package io.darkroom.gateway.http.openapi;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** The routes that accept an image as their body, which the protos do not declare. */
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

  /** A route that processes a raw image also answers with one. */
  static List<String> answered(Operation operation) {
    return operation.path().equals(PROCESS) ? IMAGES : List.of();
  }

  /** The parameters that go with a raw image; other calls have them in the body. */
  static List<FieldDescriptor> queryFields(Operation operation) {
    return operation.path().equals(PROCESS)
        ? Operation.queryFields(operation.method().getInputType(), List.of())
        : List.of();
  }
}
