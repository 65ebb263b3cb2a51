package io.darkroom.gateway.guard;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.policy.Permissions;
import io.darkroom.v1.Permission;
import io.grpc.MethodDescriptor;
import io.netty.util.AttributeKey;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether a caller may do something. A stream that the caller may not watch is answered as
 * if it did not exist. Thread-safe; never blocks.
 *
 * @param streamOfPipeline the stream of a pipeline; empty if the pipeline does not exist
 * @param streamOfSource the stream of a source; empty if the source does not exist
 */
public record Guard(
    Function<String, Optional<String>> streamOfPipeline,
    Function<String, Optional<String>> streamOfSource) {

  private static final AttributeKey<Boolean> HID = AttributeKey.valueOf("darkroom-guard-hid");
  private static final String STREAM = "stream";
  private static final String PIPELINE = "pipeline";
  private static final String SOURCE = "source";

  /** Requires a permission on at least some streams. */
  public static void require(Caller caller, Permission permission) {
    if (permission == Permission.PERMISSION_PUBLIC) {
      return;
    }
    if (!caller.known()) {
      throw new DarkroomException(
          ErrorCode.UNAUTHENTICATED, "caller: unknown (expected: an identified one). Sign in.");
    }
    if (permission != Permission.PERMISSION_IDENTIFIED && !caller.rights().allow(permission)) {
      throw lacks(permission, "");
    }
  }

  /** Requires a permission on all streams. */
  public static void requireEverywhere(Caller caller, Permission permission) {
    require(caller, permission);
    if (!caller.rights().allowEverywhere(permission)) {
      throw lacks(permission, " on all streams");
    }
  }

  /**
   * Requires the permission of a method for the stream or pipeline in the path of a call.
   *
   * @param parameter {@code stream_id} or {@code pipeline_id}
   */
  public void requireInPath(
      ServiceRequestContext call, MethodDescriptor<?, ?> method, String parameter) {
    String id = call.pathParam(parameter);
    if (!parameter.equals("pipeline_id")) {
      requireStream(call, method, id);
      return;
    }
    Permission permission = MethodPermissions.of(method);
    require(Caller.of(call), permission);
    requirePipeline(Caller.of(call), permission, id);
  }

  /** Requires the permission of a method for a stream. */
  public void requireStream(
      ServiceRequestContext call, MethodDescriptor<?, ?> method, String streamId) {
    Permission permission = MethodPermissions.of(method);
    require(Caller.of(call), permission);
    requireStream(Caller.of(call), permission, streamId);
  }

  /** Requires the permission of a method that concerns no stream. */
  public void require(ServiceRequestContext call, MethodDescriptor<?, ?> method) {
    Permission permission = MethodPermissions.of(method);
    require(Caller.of(call), permission);
    Concerned.requireShared(Caller.of(call), permission);
  }

  void requireStream(Caller caller, Permission permission, String streamId) {
    if (!caller.rights().allow(permission, streamId)) {
      throw permission == Permission.PERMISSION_WATCH
          ? hidden(STREAM, streamId, "GET /v1/streams lists the streams that you may watch.")
          : lacks(permission, " on stream " + streamId);
    }
  }

  void requirePipeline(Caller caller, Permission permission, String pipelineId) {
    streamOfPipeline
        .apply(pipelineId)
        .ifPresent(
            stream ->
                requireExisting(
                    caller,
                    permission,
                    stream,
                    PIPELINE,
                    pipelineId,
                    "PUT /v1/pipelines/%s creates it.".formatted(pipelineId)));
  }

  void requireSource(Caller caller, Permission permission, String sourceId) {
    streamOfSource
        .apply(sourceId)
        .ifPresent(
            stream ->
                requireExisting(
                    caller,
                    permission,
                    stream,
                    SOURCE,
                    sourceId,
                    "PUT /v1/sources/%s creates it.".formatted(sourceId)));
  }

  /** The error for what the caller may not see is the one for what does not exist. */
  private static void requireExisting(
      Caller caller, Permission permission, String streamId, String type, String id, String fix) {
    if (caller.rights().allow(permission, streamId)) {
      return;
    }
    throw caller.sees(streamId)
        ? lacks(permission, " on %s %s".formatted(type, id))
        : hidden(type, id, fix);
  }

  private static DarkroomException hidden(String type, String id, String fix) {
    ServiceRequestContext call = ServiceRequestContext.currentOrNull();
    if (call != null) {
      call.setAttr(HID, true);
    }
    return DarkroomException.notFound(type, id, fix);
  }

  /** Whether a call was answered as if something did not exist, because of its caller. */
  public static boolean hidSomething(ServiceRequestContext call) {
    return call.hasAttr(HID);
  }

  /** Requires that a resource with this id, if it exists, belongs to a stream of the caller. */
  void requireReplaceable(Caller caller, Permission permission, Optional<String> stream) {
    if (stream.isPresent() && !caller.rights().allow(permission, stream.get())) {
      throw new DarkroomException(
          ErrorCode.FORBIDDEN, "id: in use (expected: an id of your own). Choose another.");
    }
  }

  static DarkroomException lacks(Permission permission, String where) {
    return new DarkroomException(
        ErrorCode.FORBIDDEN,
        "permission: %s%s is missing (expected: a caller who has it). Ask an administrator."
            .formatted(Permissions.name(permission), where));
  }
}
