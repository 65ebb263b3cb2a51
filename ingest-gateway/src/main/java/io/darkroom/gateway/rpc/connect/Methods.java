package io.darkroom.gateway.rpc.connect;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/** What the protos say of a method. */
final class Methods {

  private Methods() {}

  /** Whether GET will do: one message each way, and nothing is changed by the call. */
  static boolean areSafe(MethodDescriptor<?, ?> method) {
    return method.getType() == MethodType.UNARY
        && method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        && proto.getMethodDescriptor().getOptions().getIdempotencyLevel()
            == IdempotencyLevel.NO_SIDE_EFFECTS;
  }
}
