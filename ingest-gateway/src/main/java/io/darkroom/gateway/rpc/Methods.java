package io.darkroom.gateway.rpc;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/** Reads what the protos declare about a method. */
public final class Methods {

  private Methods() {}

  /** Whether GET is allowed: the method is unary and has no side effects. */
  public static boolean areSafe(MethodDescriptor<?, ?> method) {
    return method.getType() == MethodType.UNARY && haveNoSideEffects(method);
  }

  public static boolean haveNoSideEffects(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        && proto.getMethodDescriptor().getOptions().getIdempotencyLevel()
            == IdempotencyLevel.NO_SIDE_EFFECTS;
  }
}
