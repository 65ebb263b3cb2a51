package io.darkroom.gateway.identity;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.policy.Rights;
import io.darkroom.gateway.policy.Subject;
import io.darkroom.v1.Permission;
import io.netty.util.AttributeKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param kind {@code token}, {@code key}, {@code certificate}, {@code anonymous} if the gateway
 *     serves everyone, or {@code unknown}
 * @param name the subject of a token, the id of an API key, or the name in a certificate
 * @param expires when the identification ends; empty for never
 * @param subject what gives the caller its rights; empty if it has not identified itself
 */
public record Caller(
    String kind, String name, Rights rights, Optional<Instant> expires, Optional<Subject> subject) {

  /** Everyone, at a gateway that asks nobody. */
  public static final Caller ANYONE =
      new Caller("anonymous", "anonymous", Rights.EVERYTHING, Optional.empty(), Optional.empty());

  /** A caller who has shown nothing, at a gateway that asks. */
  public static final Caller UNKNOWN =
      new Caller("unknown", "unknown", Rights.NONE, Optional.empty(), Optional.empty());

  private static final AttributeKey<Caller> CALLER = AttributeKey.valueOf("darkroom-caller");

  static Caller of(Subject subject, Rights rights, Optional<Instant> expires) {
    String kind = subject.kind().name().toLowerCase(Locale.ROOT);
    return new Caller(kind, subject.name(), rights, expires, Optional.of(subject));
  }

  /** The caller of the current call. */
  public static Caller current() {
    return of(ServiceRequestContext.current());
  }

  /** The caller of a call; unknown if nobody has looked. */
  public static Caller of(ServiceRequestContext call) {
    Caller caller = call.attr(CALLER);
    return caller == null ? UNKNOWN : caller;
  }

  /** Whether the caller may make calls that need no particular permission. */
  public boolean known() {
    return this != UNKNOWN;
  }

  /** Whether the caller may watch a stream, and so may know that it exists. */
  public boolean sees(String streamId) {
    return rights.allow(Permission.PERMISSION_WATCH, streamId);
  }

  /** Whether the caller may watch all streams. */
  public boolean seesAll() {
    return rights.allowEverywhere(Permission.PERMISSION_WATCH);
  }

  /**
   * The token from which a watch of this caller may resume. A caller who may not see everything
   * begins again, because it must not learn what was deleted meanwhile.
   */
  public String resumes(String token) {
    return seesAll() ? token : "";
  }

  void makes(ServiceRequestContext call) {
    call.setAttr(CALLER, this);
  }

  boolean isSameAs(Caller other) {
    return kind.equals(other.kind) && name.equals(other.name);
  }
}
