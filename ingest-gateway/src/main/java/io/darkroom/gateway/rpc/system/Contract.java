package io.darkroom.gateway.rpc.system;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.darkroom.v1.AccessServiceOuterClass;
import io.darkroom.v1.ConfigServiceOuterClass;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ImageProcessingServiceOuterClass;
import io.darkroom.v1.PipelineServiceOuterClass;
import io.darkroom.v1.PresetServiceOuterClass;
import io.darkroom.v1.SourceServiceOuterClass;
import io.darkroom.v1.StreamServiceOuterClass;
import io.darkroom.v1.TelemetryServiceOuterClass;
import io.darkroom.v1.VideoServiceOuterClass;
import java.util.List;
import java.util.Set;

/** The services and request types of the API, as the protos define them. */
public final class Contract {

  /** The paths of ProcessImage: gRPC and Connect, and HTTP. */
  public static final Set<String> PROCESS_IMAGE =
      Set.of(
          "/" + ImageProcessingServiceGrpc.getProcessImageMethod().getFullMethodName(),
          "/v1/images:process");

  private Contract() {}

  public static List<ServiceDescriptor> services() {
    return List.of(
            ImageProcessingServiceOuterClass.getDescriptor(),
            StreamServiceOuterClass.getDescriptor(),
            PipelineServiceOuterClass.getDescriptor(),
            PresetServiceOuterClass.getDescriptor(),
            SourceServiceOuterClass.getDescriptor(),
            VideoServiceOuterClass.getDescriptor(),
            ConfigServiceOuterClass.getDescriptor(),
            TelemetryServiceOuterClass.getDescriptor(),
            AccessServiceOuterClass.getDescriptor())
        .stream()
        .map(FileDescriptor::getServices)
        .flatMap(List::stream)
        .toList();
  }

  /** The types of the messages that callers send. */
  public static List<Descriptor> requests() {
    return services().stream()
        .map(ServiceDescriptor::getMethods)
        .flatMap(List::stream)
        .map(MethodDescriptor::getInputType)
        .distinct()
        .toList();
  }
}
