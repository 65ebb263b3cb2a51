package io.darkroom.gateway.catalog;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the running job offers, and when it last said so, from the topic {@code catalog}. Written by
 * the follower's thread, read by any.
 */
public final class Catalogue implements LogFollower.Listener {

  /**
   * A job that was silent for longer is taken as gone. It speaks every 2 s, and its end is to be
   * known within 10 s.
   */
  public static final Duration FRESH = Duration.ofSeconds(8);

  private final LongSupplier nanoTime;
  private volatile Heard heard;

  private record Heard(Catalog catalog, ChainValidator validator, long saidNanos) {}

  public Catalogue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    if (message.value() == null) {
      heard = null;
      return;
    }
    // Of what was there before us only the broker's clock tells the age.
    long ageMillis = live ? 0 : Math.max(0, System.currentTimeMillis() - message.timestamp());
    Catalog catalog = parse(message.value());
    ChainValidator validator =
        new ChainValidator(
            catalog.getFiltersList().stream().map(DefinitionCodec::fromMessage).toList());
    heard = new Heard(catalog, validator, nanoTime.getAsLong() - ageMillis * 1_000_000);
  }

  private static Catalog parse(byte[] bytes) {
    try {
      return Catalog.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME, "catalog record: not readable. Check what wrote it.", e);
    }
  }

  /** Time since the job last spoke; empty before the first word. */
  public Optional<Duration> age() {
    return Optional.ofNullable(heard)
        .map(h -> Duration.ofNanos(nanoTime.getAsLong() - h.saidNanos()));
  }

  /** Time since the job's last checkpoint, by its own clock; empty before the first. */
  public Optional<Duration> checkpointAge() {
    return last()
        .map(Catalog::getJob)
        .filter(JobStatus::hasCheckpointAt)
        .map(job -> Instant.ofEpochSecond(job.getCheckpointAt().getSeconds()))
        .map(at -> Duration.between(at, Instant.now()))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  public boolean isFresh() {
    return age().filter(age -> age.compareTo(FRESH) <= 0).isPresent();
  }

  /** Why there is no job to rely on; empty where there is. */
  public String problem() {
    if (isFresh()) {
      return "";
    }
    return age().map(age -> "silent for %d s".formatted(age.toSeconds())).orElse("never heard of");
  }

  /** The last word, however old. */
  public Optional<Catalog> last() {
    return Optional.ofNullable(heard).map(Heard::catalog);
  }

  /**
   * What the job offers now.
   *
   * @throws DarkroomException {@code UNAVAILABLE} where it has not spoken lately
   */
  public Catalog require() {
    Heard now = heard;
    if (now != null && isFresh()) {
      return now.catalog();
    }
    throw new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "job: no catalogue %s (expected: one every few seconds). Check that the filter job runs."
            .formatted(
                age().map(age -> "for " + age.toSeconds() + " s").orElse("since the start")));
  }

  /** Checks a chain against the filters on offer; before the first catalogue all names pass. */
  public void validate(Chain chain) {
    Heard now = heard;
    if (now != null) {
      now.validator().validate(chain);
    }
  }
}
