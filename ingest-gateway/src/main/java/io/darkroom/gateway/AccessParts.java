package io.darkroom.gateway;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.audit.AuditTrail;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.identity.Identification;
import io.darkroom.gateway.identity.KeyWriter;
import io.darkroom.gateway.identity.OpenCallers;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.policy.PolicySource;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;

/** The parts of a gateway that know its callers and what each may do. */
record AccessParts(
    Identification identification,
    OpenCallers callers,
    KeyWriter keys,
    Guard guard,
    AuditTrail audit) {

  /**
   * Starts them; the closer ends them.
   *
   * @param keyWriter of the topic of API keys
   * @throws DarkroomException if the file of the admin key is wrong
   */
  static AccessParts start(
      GatewayParts parts, PolicySource policy, ControlWriter keyWriter, Closer closer) {
    FollowedTopics following = parts.following;
    FramePublisher publisher = parts.publisher;
    GatewayMetrics metrics = parts.metrics;
    Topics topics = parts.config.topics();
    Topic keys = topics.keys();
    Topic audit = topics.audit();
    Identification identification =
        new Identification(
            parts.config.access().auth(),
            policy,
            following.keys(),
            (key, value) -> publisher.put(keys, key, value));
    return new AccessParts(
        identification,
        closer.add(OpenCallers.start(identification)),
        new KeyWriter(following.keys(), keyWriter, policy),
        guard(following),
        new AuditTrail((key, value) -> publisher.put(audit, key, value), metrics));
  }

  private static Guard guard(FollowedTopics following) {
    return new Guard(
        id -> following.pipelines().timeline(id).map(found -> found.newest().streamId()),
        id -> following.sources().find(id).map(found -> found.definition().getStreamId()));
  }
}
