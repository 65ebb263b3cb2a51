package io.darkroom.gateway.guard;

import com.google.protobuf.Message;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.v1.Permission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the streams that a request concerns, which its fields name in the same way in every
 * service: {@code stream_id}, {@code pipeline_id}, {@code source_id}, and the resources {@code
 * pipeline} and {@code source}.
 */
public record Concerned(Guard guard) {

  /** The answers of these leave out what the caller may not see. */
  private static final Set<String> FILTERED =
      Set.of("WatchStreamsRequest", "WatchPipelinesRequest", "WatchSourcesRequest");

  private static final String LIST = "List";

  /** What these allow affects everyone, if it concerns no stream. */
  private static final Set<Permission> SHARED =
      EnumSet.of(
          Permission.PERMISSION_CONTROL,
          Permission.PERMISSION_VIDEOS,
          Permission.PERMISSION_MODELS,
          Permission.PERMISSION_ADMIN);

  /**
   * Requires a permission on each stream that a request concerns; on all streams, if it concerns
   * none and affects everyone.
   */
  public void require(Caller caller, Permission permission, Message request) {
    if (caller.rights().allowEverywhere(permission)
        || permission == Permission.PERMISSION_PUBLIC
        || permission == Permission.PERMISSION_IDENTIFIED) {
      return;
    }
    String type = request.getDescriptorForType().getName();
    boolean filtered = FILTERED.contains(type) || isListOfStreams(type, permission);
    if (!filtered && !requireEach(caller, permission, request)) {
      requireShared(caller, permission);
    }
  }

  private static boolean isListOfStreams(String type, Permission permission) {
    return type.startsWith(LIST) && !SHARED.contains(permission);
  }

  static void requireShared(Caller caller, Permission permission) {
    if (SHARED.contains(permission)) {
      Guard.requireEverywhere(caller, permission);
    }
  }

  /** Whether the request concerns a stream. */
  private boolean requireEach(Caller caller, Permission permission, Message request) {
    Optional<String> stream = MessageFields.text(request, "stream_id");
    Optional<String> pipeline = MessageFields.text(request, "pipeline_id");
    Optional<String> source = MessageFields.text(request, "source_id");
    Optional<Message> newPipeline = MessageFields.message(request, "pipeline");
    Optional<Message> newSource = MessageFields.message(request, "source");
    stream.ifPresent(id -> guard.requireStream(caller, permission, id));
    pipeline.ifPresent(id -> guard.requirePipeline(caller, permission, id));
    source.ifPresent(id -> guard.requireSource(caller, permission, id));
    newPipeline.ifPresent(wanted -> requirePipeline(caller, permission, wanted));
    newSource.ifPresent(wanted -> requireSource(caller, permission, wanted));
    return stream.isPresent()
        || pipeline.isPresent()
        || source.isPresent()
        || newPipeline.isPresent()
        || newSource.isPresent();
  }

  private void requirePipeline(Caller caller, Permission permission, Message wanted) {
    MessageFields.text(wanted, "stream_id")
        .ifPresent(id -> guard.requireStream(caller, permission, id));
    MessageFields.text(wanted, "pipeline_id")
        .ifPresent(
            id -> guard.requireReplaceable(caller, permission, guard.streamOfPipeline().apply(id)));
  }

  /** A source without a stream has one of its own id. */
  private void requireSource(Caller caller, Permission permission, Message wanted) {
    Optional<String> id = MessageFields.text(wanted, "source_id");
    MessageFields.text(wanted, "stream_id")
        .or(() -> id)
        .ifPresent(stream -> guard.requireStream(caller, permission, stream));
    id.ifPresent(
        source ->
            guard.requireReplaceable(caller, permission, guard.streamOfSource().apply(source)));
  }
}
