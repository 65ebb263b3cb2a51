package io.darkroom.gateway.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeLogDirsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Free and total space of the brokers' disks, as of the last refresh; if a broker has several
 * disks, of the fullest. Thread-safe.
 */
public final class KafkaDisks {

  private static final Logger log = LoggerFactory.getLogger(KafkaDisks.class);

  private record Disk(long usableBytes, long totalBytes) {}

  private final Admin admin;
  private volatile Map<String, Disk> disks = Map.of();
  private volatile List<Integer> known = List.of();

  KafkaDisks(Admin admin) {
    this.admin = admin;
  }

  /** By broker id. */
  public Map<String, Double> usableBytes() {
    return each(Disk::usableBytes);
  }

  /** By broker id. */
  public Map<String, Double> totalBytes() {
    return each(Disk::totalBytes);
  }

  private Map<String, Double> each(ToLongFunction<Disk> bytes) {
    Map<String, Double> each = new TreeMap<>();
    disks.forEach((broker, disk) -> each.put(broker, (double) bytes.applyAsLong(disk)));
    return each;
  }

  /**
   * Requests the figures from the brokers; the old ones stay if they do not answer. Never blocks.
   */
  void refresh() {
    admin
        .describeCluster()
        .nodes()
        .whenComplete(
            (nodes, failure) -> {
              if (failure == null) {
                known = nodes.stream().map(Node::id).toList();
                request(known);
              }
            });
  }

  /** Asks each of several brokers separately, and waits until one answers or the time is over. */
  boolean anyBrokerAnswers(int timeoutMillis) {
    List<Integer> asked = known;
    if (asked.size() < 2) {
      return false;
    }
    CompletableFuture<Void> answered = new CompletableFuture<>();
    admin
        .describeLogDirs(asked, new DescribeLogDirsOptions().timeoutMs(timeoutMillis))
        .descriptions()
        .values()
        .forEach(answer -> answer.thenApply(folders -> answered.complete(null)));
    try {
      answered.get(timeoutMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void request(List<Integer> brokers) {
    admin
        .describeLogDirs(brokers)
        .allDescriptions()
        .whenComplete(
            (found, failure) -> {
              if (failure == null) {
                store(found);
              } else {
                log.debug("kafka: disk space unknown: {}", failure.getMessage());
              }
            });
  }

  private void store(Map<Integer, Map<String, LogDirDescription>> found) {
    Map<String, Disk> stored = new TreeMap<>();
    found.forEach(
        (broker, folders) ->
            folders.values().stream()
                .filter(f -> f.usableBytes().isPresent() && f.totalBytes().isPresent())
                .map(f -> new Disk(f.usableBytes().getAsLong(), f.totalBytes().getAsLong()))
                .min(Comparator.comparingLong(Disk::usableBytes))
                .ifPresent(disk -> stored.put(Integer.toString(broker), disk)));
    disks = stored;
  }
}
