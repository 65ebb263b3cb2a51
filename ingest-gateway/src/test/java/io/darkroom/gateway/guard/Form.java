package io.darkroom.gateway.guard;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.MethodDescriptor;

/** The forms in which a method can be called. */
enum Form {
  GRPC,
  GRPC_WEB,
  CONNECT,
  REST;

  boolean offers(MethodDescriptor method) {
    return this != REST || method.getOptions().hasExtension(AnnotationsProto.http);
  }

  /** Whether messages have a prefix of 5 bytes. */
  boolean isFramed(MethodDescriptor method) {
    boolean streaming = method.isClientStreaming() || method.isServerStreaming();
    return this == GRPC || this == GRPC_WEB || (this == CONNECT && streaming);
  }

  String mediaType(MethodDescriptor method) {
    return switch (this) {
      case GRPC -> "application/grpc+proto";
      case GRPC_WEB -> "application/grpc-web+proto";
      case CONNECT -> isFramed(method) ? "application/connect+proto" : "application/proto";
      case REST -> "application/json";
    };
  }
}
