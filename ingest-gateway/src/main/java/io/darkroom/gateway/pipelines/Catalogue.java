package io.darkroom.gateway.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.chain.Chain;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the running jobs offer, and when each last said so, from the topic {@code catalog}, whose
 * key is the consumer group of a job. Jobs of several groups run side by side: one takes over from
 * another, or some have a GPU and some have not. Written by the follower's thread, read by any.
 */
public final class Catalogue implements LogFollower.Listener {

  /**
   * A job that was silent for longer is taken as gone. It speaks every 2 s, and its end is to be
   * known within 10 s.
   */
  public static final Duration FRESH = Duration.ofSeconds(8);

  /** A job that was silent for longer is not shown beside those that speak. */
  static final Duration SHOWN = Duration.ofMinutes(10);

  static final int MOST_GROUPS = 32;
  static final int LONGEST_GROUP = 255;

  /** The key that jobs used before each had its own. */
  private static final String OLD_KEY = "catalog";

  private final LongSupplier nanoTime;
  private final String preferred;
  private volatile Map<String, Heard> heard = Map.of();
  private volatile Offer offer = Offer.NOTHING;

  /** What one job last said. */
  record Heard(String group, Catalog catalog, long saidNanos) {}

  /**
   * One job as it is now.
   *
   * @param group its consumer group
   * @param age time since it last spoke
   */
  public record Job(String group, Catalog catalog, Duration age) {

    public boolean isFresh() {
      return age.compareTo(FRESH) <= 0;
    }

    /** Time since its last checkpoint, by its own clock; empty before the first. */
    public Optional<Duration> checkpointAge() {
      return Optional.of(catalog.getJob())
          .filter(JobStatus::hasCheckpointAt)
          .map(job -> Instant.ofEpochSecond(job.getCheckpointAt().getSeconds()))
          .map(at -> Duration.between(at, Instant.now()))
          .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
  }

  /**
   * @param preferred group whose job comes first among those that speak
   */
  public Catalogue(LongSupplier nanoTime, String preferred) {
    this.nanoTime = nanoTime;
    this.preferred = preferred;
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    String group = group(message.key());
    Map<String, Heard> next = new TreeMap<>(byPreference());
    next.putAll(heard);
    next.remove(group);
    if (message.value() != null) {
      // Of what was there before us only the broker's clock tells the age.
      long ageMillis = live ? 0 : Math.max(0, System.currentTimeMillis() - message.timestamp());
      long saidNanos = nanoTime.getAsLong() - ageMillis * 1_000_000;
      next.put(group, new Heard(group, parse(message.value()), saidNanos));
    }
    if (next.size() > MOST_GROUPS) {
      next.values().stream()
          .max(Comparator.comparingLong(this::silentNanos))
          .ifPresent(oldest -> next.remove(oldest.group()));
    }
    heard = next;
  }

  private Comparator<String> byPreference() {
    return Comparator.comparing((String group) -> !group.equals(preferred))
        .thenComparing(Comparator.naturalOrder());
  }

  private static String group(byte[] key) {
    if (key == null) {
      return OLD_KEY;
    }
    if (key.length == 0 || key.length > LONGEST_GROUP) {
      throw unreadable("key of %d bytes".formatted(key.length), null);
    }
    return new String(key, UTF_8);
  }

  private static Catalog parse(byte[] bytes) {
    try {
      Catalog catalog = Catalog.parseFrom(bytes);
      catalog.getFiltersList().forEach(DefinitionCodec::fromMessage);
      if (catalog.hasJob()) {
        return catalog;
      }
    } catch (InvalidProtocolBufferException e) {
      throw unreadable("not readable", e);
    }
    throw unreadable("names no job", null);
  }

  private static DarkroomException unreadable(String what, Exception cause) {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "catalogue record: %s (expected: darkroom.v1.Catalog under the job's group). %s"
            .formatted(what, "Check what wrote it."),
        cause);
  }

  private long silentNanos(Heard said) {
    return nanoTime.getAsLong() - said.saidNanos();
  }

  private Duration silence(Heard said) {
    return Duration.ofNanos(silentNanos(said));
  }

  /** Every job that was there lately, the preferred first; where none was, the last. */
  public List<Job> jobs() {
    return within(SHOWN).map(this::now).toList();
  }

  /** Every job that is there, the preferred first; where none is, the last. */
  public List<Job> speaking() {
    return within(FRESH).map(this::now).toList();
  }

  private Job now(Heard said) {
    return new Job(said.group(), said.catalog(), silence(said));
  }

  private Stream<Heard> within(Duration longest) {
    Map<String, Heard> all = heard;
    List<Heard> speaking =
        all.values().stream().filter(said -> silence(said).compareTo(longest) <= 0).toList();
    return speaking.isEmpty() ? lastOf(all).stream() : speaking.stream();
  }

  private Optional<Heard> lastOf(Map<String, Heard> all) {
    return all.values().stream().min(Comparator.comparingLong(this::silentNanos));
  }

  /** What the jobs that speak offer together; where none does, what the last one offered. */
  private Offer offer() {
    List<Heard> of = within(FRESH).toList();
    Offer known = offer;
    if (known.jobs().equals(of)) {
      return known;
    }
    Offer fresh = Offer.of(of);
    offer = fresh;
    return fresh;
  }

  /** Time since a job last spoke; empty before the first word. */
  public Optional<Duration> age() {
    return lastOf(heard).map(this::silence);
  }

  /** Time since the oldest last checkpoint of the jobs that speak; empty before the first. */
  public Optional<Duration> checkpointAge() {
    return speaking().stream()
        .flatMap(job -> job.checkpointAge().stream())
        .max(Comparator.naturalOrder());
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

  /**
   * What the jobs that speak offer together, with the status of the first; where none does, the
   * last word, however old.
   */
  public Optional<Catalog> last() {
    return offer().catalog();
  }

  /**
   * What the jobs offer now.
   *
   * @throws DarkroomException {@code UNAVAILABLE} where none has spoken lately
   */
  public Catalog require() {
    Optional<Catalog> now = last();
    if (now.isPresent() && isFresh()) {
      return now.get();
    }
    throw new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "job: no catalogue %s (expected: one every few seconds). Check that the filter job runs."
            .formatted(
                age().map(age -> "for " + age.toSeconds() + " s").orElse("since the start")));
  }

  /** Checks a chain against the filters on offer; before the first catalogue all names pass. */
  public void validate(Chain chain) {
    offer().validator().ifPresent(validator -> validator.validate(chain));
  }
}
