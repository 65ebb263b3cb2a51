package io.darkroom.gateway.http;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Turns gzip off for answers with images, which do not get smaller. */
public final class Compression implements ServerInterceptor {

  private final Map<String, Boolean> carriesImages = new ConcurrentHashMap<>();

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    MethodDescriptor<I, O> method = call.getMethodDescriptor();
    if (carriesImages.computeIfAbsent(method.getFullMethodName(), name -> answersBytes(method))) {
      call.setMessageCompression(false);
    }
    return next.startCall(call, headers);
  }

  private static boolean answersBytes(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        && hasBytes(proto.getMethodDescriptor().getOutputType(), new HashSet<>());
  }

  private static boolean hasBytes(Descriptor type, Set<Descriptor> seen) {
    return seen.add(type) && type.getFields().stream().anyMatch(field -> isBytes(field, seen));
  }

  private static boolean isBytes(FieldDescriptor field, Set<Descriptor> seen) {
    return field.getJavaType() == JavaType.BYTE_STRING
        || (field.getJavaType() == JavaType.MESSAGE && hasBytes(field.getMessageType(), seen));
  }
}
