package io.darkroom.gateway.resources;

import com.google.protobuf.MessageLite;
import io.darkroom.gateway.resources.ChangeLog.Changes;
import java.util.ArrayList;
import java.util.List;

/** Splits changes into messages that gRPC clients accept; their default limit is 4 MiB. */
final class ChangeParts {

  static final int MOST_BYTES = 1 << 20;

  private ChangeParts() {}

  /** The first part has the snapshot flag and the deletions, the last part has the token. */
  static <R extends MessageLite> List<Changes<R>> of(Changes<R> changes) {
    List<Changes<R>> parts = new ArrayList<>();
    List<R> part = new ArrayList<>();
    int bytes = 0;
    for (R resource : changes.changed()) {
      int more = resource.getSerializedSize();
      if (!part.isEmpty() && bytes + more > MOST_BYTES) {
        parts.add(part(changes, part, parts.isEmpty(), ""));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(resource);
      bytes += more;
    }
    parts.add(part(changes, part, parts.isEmpty(), changes.token()));
    return parts;
  }

  private static <R> Changes<R> part(Changes<R> all, List<R> changed, boolean first, String token) {
    return new Changes<>(
        first && all.snapshot(), changed, first ? all.deleted() : List.of(), token);
  }
}
