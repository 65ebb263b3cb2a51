package io.darkroom.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.Main;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.topic.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways in separate processes, one of which is killed. */
@Tag("slow")
class TakeoverTest {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration TAKEOVER = Duration.ofSeconds(10);
  private static final List<String> IDS =
      IntStream.rangeClosed(1, 6).mapToObj(i -> "source" + i).toList();

  @TempDir private Path folder;

  /** The epochs of the frames in the log, by stream. */
  private static final class Watched {
    private final Map<String, List<Long>> epochs = new ConcurrentHashMap<>();
    private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

    void add(String streamId, long epoch) {
      lastNanos.put(streamId, System.nanoTime());
      List<Long> runs = epochs.computeIfAbsent(streamId, id -> new ArrayList<>());
      synchronized (runs) {
        if (runs.isEmpty() || runs.get(runs.size() - 1) != epoch) {
          runs.add(epoch);
        }
      }
    }

    Set<String> aliveSince(long nanos) {
      return lastNanos.entrySet().stream()
          .filter(entry -> entry.getValue() - nanos > 0)
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    /** No epoch continues after the next one has begun. */
    void assertOneRunAtATime() {
      epochs.forEach(
          (streamId, runs) -> {
            synchronized (runs) {
              assertThat(runs).as(streamId).doesNotHaveDuplicates();
            }
          });
    }
  }

  private Process gateway(String id, Topics topics, Path definitions) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "--port=0",
            "--gateway-id=" + id,
            "--bootstrap-servers=" + Broker.shared().address(),
            "--topic-prefix=" + topics.prefix(),
            "--sources=" + definitions)
        .redirectErrorStream(true)
        .redirectOutput(log(id))
        .start();
  }

  private File log(String id) {
    return folder.resolve(id + ".log").toFile();
  }

  private Path definitions() throws IOException {
    String sources =
        IDS.stream()
            .map("{\"sourceId\":\"%s\",\"uri\":\"test:testsrc2=size=320x180:rate=10\"}"::formatted)
            .collect(Collectors.joining(","));
    return Files.writeString(folder.resolve("s.json"), "{\"sources\":[%s]}".formatted(sources));
  }

  @Test
  void takesOverSourcesWithinTenSeconds() throws Exception {
    Topics topics = new Topics("takeover");
    Path definitions = definitions();
    Watched frames = new Watched();
    Files.createFile(log("two").toPath());
    Process one = gateway("one", topics, definitions);
    Process two = null;
    try (LogFollower follower = follow(topics, frames)) {
      awaitAllAlive(frames);
      two = gateway("two", topics, definitions);
      await()
          .atMost(START)
          .until(() -> Files.readString(log("two").toPath()).split(": fetching starts").length > 3);
      awaitAllAlive(frames);

      long killed = System.nanoTime();
      one.destroyForcibly();
      assertThat(one.waitFor(5, TimeUnit.SECONDS)).isTrue();
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(TAKEOVER)
          .until(() -> frames.aliveSince(killed + 500_000_000L).containsAll(IDS));
      frames.assertOneRunAtATime();
    } finally {
      end(one);
      end(two);
    }
  }

  private void awaitAllAlive(Watched frames) {
    long now = System.nanoTime();
    await()
        .atMost(START)
        .untilAsserted(
            () ->
                assertThat(frames.aliveSince(now))
                    .as(this::logs)
                    .containsExactlyInAnyOrderElementsOf(IDS));
  }

  private String logs() {
    try {
      return Files.readString(log("one").toPath()) + Files.readString(log("two").toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void end(Process gateway) throws InterruptedException {
    if (gateway != null) {
      gateway.destroyForcibly().waitFor();
    }
  }

  private static LogFollower follow(Topics topics, Watched frames) {
    return LogFollower.start(
        new KafkaAddress(Broker.shared().address(), Map.of()),
        topics.frames(),
        LogFollower.Start.BEGINNING,
        new GatewayMetrics(100),
        (message, live) -> {
          Frame frame =
              FrameCodec.decodeRecord(
                  new String(message.key(), UTF_8),
                  message.value(),
                  "",
                  TraceContext.NONE,
                  new SourcePosition(message.partition(), message.offset(), message.timestamp()));
          frames.add(frame.streamId(), frame.epoch());
        });
  }
}
