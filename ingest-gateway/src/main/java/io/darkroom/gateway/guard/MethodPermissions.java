package io.darkroom.gateway.guard;

import com.google.protobuf.Descriptors;
import io.darkroom.v1.Access;
import io.darkroom.v1.Permission;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Map;

/** The permission that a method needs, as its proto states it. */
public final class MethodPermissions {

  /** gRPC's own services, whose protos are not ours. */
  private static final Map<String, Permission> OF_GRPC =
      Map.of(
          "grpc.health.v1.Health", Permission.PERMISSION_PUBLIC,
          "grpc.reflection.v1.ServerReflection", Permission.PERMISSION_IDENTIFIED,
          "grpc.reflection.v1alpha.ServerReflection", Permission.PERMISSION_IDENTIFIED);

  private MethodPermissions() {}

  public static Permission of(Descriptors.MethodDescriptor method) {
    return method.getOptions().getExtension(Access.permission);
  }

  /** A method that states none needs the highest. */
  public static Permission of(MethodDescriptor<?, ?> method) {
    Permission ofGrpc = OF_GRPC.get(method.getServiceName());
    if (ofGrpc != null) {
      return ofGrpc;
    }
    Permission stated =
        method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
            ? of(proto.getMethodDescriptor())
            : Permission.PERMISSION_UNSPECIFIED;
    return stated == Permission.PERMISSION_UNSPECIFIED || stated == Permission.UNRECOGNIZED
        ? Permission.PERMISSION_ADMIN
        : stated;
  }
}
