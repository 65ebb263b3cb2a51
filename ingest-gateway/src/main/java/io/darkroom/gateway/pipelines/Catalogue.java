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
 * The filters and the status that running jobs publish on the topic {@code catalog}, by the
 * consumer group of each job. Jobs of several groups may run side by side: one replaces another, or
 * only some have a GPU. The status of a job includes the GPUs that its other TaskManagers publish.
 * Written by the follower's thread, read by any.
 */
public final class Catalogue implements LogFollower.Listener {

  /**
   * A job that has published nothing for longer is down. Jobs publish every 2 s, and their end must
   * be noticed within 10 s.
   */
  public static final Duration FRESH = Duration.ofSeconds(8);

  /** A job that has published nothing for longer is hidden, unless it is the last one. */
  static final Duration SHOWN = Duration.ofMinutes(10);

  static final int MOST_GROUPS = 32;
  static final int LONGEST_GROUP = 255;

  /** That of a device report: the group, a slash and a subtask. */
  static final int LONGEST_KEY = LONGEST_GROUP + 6;

  private static final int MOST_REPORT_BYTES = 32 << 10;

  /** The key of older jobs, which did not use their group. */
  private static final String OLD_KEY = "catalog";

  private final LongSupplier nanoTime;
  private final String preferred;
  private final ReportedDevices devices;
  private volatile Map<String, Published> published = Map.of();
  private volatile MergedCatalogue merged = MergedCatalogue.EMPTY;

  /** The last catalogue that a job published. */
  record Published(String group, Catalog catalog, long atNanos) {}

  /**
   * The present status of a job.
   *
   * @param group its consumer group
   * @param age time since it last published
   */
  public record Job(String group, Catalog catalog, Duration age) {

    public boolean isFresh() {
      return age.compareTo(FRESH) <= 0;
    }

    /** Time since its last checkpoint, by the job's clock; empty before the first. */
    public Optional<Duration> checkpointAge() {
      return Optional.of(catalog.getJob())
          .filter(JobStatus::hasCheckpointAt)
          .map(job -> Instant.ofEpochSecond(job.getCheckpointAt().getSeconds()))
          .map(at -> Duration.between(at, Instant.now()))
          .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
  }

  /**
   * @param preferred the group whose job comes first
   */
  public Catalogue(LongSupplier nanoTime, String preferred) {
    this.nanoTime = nanoTime;
    this.preferred = preferred;
    this.devices = new ReportedDevices(nanoTime);
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    if (message.value() == null) {
      publish(key(message.key(), LONGEST_KEY), Optional.empty());
      return;
    }
    Catalog catalog = parse(message.value());
    // For records from before the start, only the broker's timestamp gives the age.
    long ageMillis = live ? 0 : Math.max(0, System.currentTimeMillis() - message.timestamp());
    long atNanos = nanoTime.getAsLong() - ageMillis * 1_000_000;
    if (catalog.hasDevices()) {
      devices.put(key(message.key(), LONGEST_KEY), catalog.getDevices(), atNanos);
      return;
    }
    String group = key(message.key(), LONGEST_GROUP);
    publish(group, Optional.of(new Published(group, catalog, atNanos)));
  }

  private void publish(String group, Optional<Published> newest) {
    Map<String, Published> next = new TreeMap<>(byPreference());
    next.putAll(published);
    next.remove(group);
    newest.ifPresent(job -> next.put(group, job));
    if (next.size() > MOST_GROUPS) {
      next.values().stream()
          .max(Comparator.comparingLong(this::ageNanos))
          .ifPresent(oldest -> next.remove(oldest.group()));
    }
    published = next;
  }

  private Comparator<String> byPreference() {
    return Comparator.comparing((String group) -> !group.equals(preferred))
        .thenComparing(Comparator.naturalOrder());
  }

  private static String key(byte[] key, int longest) {
    if (key == null) {
      return OLD_KEY;
    }
    if (key.length == 0 || key.length > longest) {
      throw unreadable("key of %d bytes".formatted(key.length), null);
    }
    return new String(key, UTF_8);
  }

  private static Catalog parse(byte[] bytes) {
    try {
      Catalog catalog = Catalog.parseFrom(bytes);
      catalog.getFiltersList().forEach(DefinitionCodec::fromMessage);
      if (catalog.hasDevices()) {
        return requireFew(catalog, bytes.length);
      }
      if (catalog.hasJob()) {
        return catalog;
      }
    } catch (InvalidProtocolBufferException e) {
      throw unreadable("not readable", e);
    }
    throw unreadable("no job", null);
  }

  private static Catalog requireFew(Catalog catalog, int bytes) {
    int devices = catalog.getDevices().getDevicesCount();
    if (devices > ReportedDevices.MOST_DEVICES || bytes > MOST_REPORT_BYTES) {
      throw unreadable("%d devices in %d bytes".formatted(devices, bytes), null);
    }
    return catalog;
  }

  private static DarkroomException unreadable(String what, Exception cause) {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "catalogue record: %s (expected: darkroom.v1.Catalog under the job's group). %s"
            .formatted(what, "Check the producer that wrote it."),
        cause);
  }

  private long ageNanos(Published job) {
    return nanoTime.getAsLong() - job.atNanos();
  }

  private Duration ageOf(Published job) {
    return Duration.ofNanos(ageNanos(job));
  }

  /**
   * The jobs that published in the last 10 minutes, otherwise the last one; the preferred first.
   */
  public List<Job> jobs() {
    return within(SHOWN).map(this::status).toList();
  }

  /** The jobs that are up, otherwise the last one; the preferred first. */
  public List<Job> fresh() {
    return within(FRESH).map(this::status).toList();
  }

  private Job status(Published job) {
    return new Job(job.group(), devices.addTo(job.catalog(), job), ageOf(job));
  }

  private Stream<Published> within(Duration longest) {
    Map<String, Published> all = published;
    List<Published> recent =
        all.values().stream().filter(job -> ageOf(job).compareTo(longest) <= 0).toList();
    return recent.isEmpty() ? lastOf(all).stream() : recent.stream();
  }

  private Optional<Published> lastOf(Map<String, Published> all) {
    return all.values().stream().min(Comparator.comparingLong(this::ageNanos));
  }

  /** The catalogues of the jobs that are up, otherwise that of the last job. */
  private MergedCatalogue merged() {
    List<Published> jobs = within(FRESH).toList();
    MergedCatalogue known = merged;
    if (known.jobs().equals(jobs)) {
      return known;
    }
    MergedCatalogue next = MergedCatalogue.of(jobs);
    merged = next;
    return next;
  }

  /** Time since a job last published; empty before the first time. */
  public Optional<Duration> age() {
    return lastOf(published).map(this::ageOf);
  }

  /**
   * Time since the last checkpoint, the longest of the jobs that are up; empty before the first.
   */
  public Optional<Duration> checkpointAge() {
    return fresh().stream()
        .flatMap(job -> job.checkpointAge().stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether any job is up. */
  public boolean isFresh() {
    return age().filter(age -> age.compareTo(FRESH) <= 0).isPresent();
  }

  /** Why no job is up; empty if one is. */
  public String problem() {
    return isFresh() ? "" : "no catalogue " + sinceWhen();
  }

  private String sinceWhen() {
    return age().map(age -> "for %d s".formatted(age.toSeconds())).orElse("since the start");
  }

  /**
   * The merged catalogue of the jobs that are up, with the status of the first; otherwise the last
   * catalogue, however old.
   */
  public Optional<Catalog> last() {
    MergedCatalogue now = merged();
    return now.catalog().map(catalog -> devices.addTo(catalog, now.jobs().get(0)));
  }

  /**
   * The merged catalogue of the jobs that are up.
   *
   * @throws DarkroomException {@code UNAVAILABLE} if none is
   */
  public Catalog require() {
    Optional<Catalog> now = last();
    if (now.isPresent() && isFresh()) {
      return now.get();
    }
    throw new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "job: no catalogue %s (expected: one every few seconds). Check that the filter job runs."
            .formatted(sinceWhen()));
  }

  /** Checks a chain against the filters of the catalogue; without one, every name is accepted. */
  public void validate(Chain chain) {
    merged().validator().ifPresent(validator -> validator.validate(chain));
  }
}
