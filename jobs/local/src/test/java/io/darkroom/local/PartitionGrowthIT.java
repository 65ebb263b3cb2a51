package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.client.StreamPublisher;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Partitions are added to the topics of frames and results while frames flow. */
class PartitionGrowthIT {

  private static final int BEFORE = 8;
  private static final int AFTER = 25;
  private static final int FRAMES_PER_SECOND = 20;
  private static final String WATCH = "/frames?ack=none&max_lag=60000";

  private static TestStack stack;

  private final byte[] jpeg = TestPictures.jpeg(64, 48, 1);
  private final long epoch = 7;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  private static int partition(String id, int count) {
    return Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % count;
  }

  /** An id that moves to a new partition, which the other one of two subtasks reads. */
  private static String moving(String name) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> name + i)
        .filter(id -> partition(id, AFTER) >= BEFORE)
        .filter(id -> (partition(id, AFTER) - partition(id, BEFORE)) % 2 != 0)
        .findFirst()
        .orElseThrow();
  }

  private static void putPipeline(String id, String stream, String chain) {
    stack
        .gateway()
        .put(
            "v1/pipelines/" + id,
            JsonNodeFactory.instance.objectNode().put("streamId", stream).put("chain", chain));
  }

  @Test
  void aWatcherGetsEachFrameOnceAndInOrder() throws Exception {
    String stream = moving("cam");
    String plain = moving("plain");
    String stateful = moving("stateful");
    putPipeline(plain, stream, "invert");
    putPipeline(stateful, stream, "background_subtraction");
    Received raw = new Received();
    Received processed = new Received();
    Received modelled = new Received();
    raw.watch("/v1/streams/" + stream + WATCH);
    processed.watch("/v1/pipelines/" + plain + WATCH);
    modelled.watch("/v1/pipelines/" + stateful + WATCH);

    AtomicLong sequence = new AtomicLong();
    ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    try (StreamPublisher publisher = stack.gateway().publish(stream)) {
      camera.scheduleAtFixedRate(
          () -> publisher.send(FrameCodec.encode(frame(stream, sequence.getAndIncrement()))),
          0,
          1000 / FRAMES_PER_SECOND,
          TimeUnit.MILLISECONDS);
      await().atMost(Duration.ofSeconds(30)).until(() -> modelled.frames.size() > 40);
      addPartitions();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> processed.partitions().size() > 1 && raw.partitions().size() > 1);
      long last = sequence.get() + 2 * FRAMES_PER_SECOND;
      await().atMost(Duration.ofSeconds(30)).until(() -> processed.last() > last);
    } finally {
      camera.shutdownNow();
    }
    long published = sequence.get();
    for (Received received : List.of(raw, processed, modelled)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(received.sequences())
                      .isEqualTo(LongStream.range(received.first(), published).boxed().toList()));
      // A pipeline takes effect shortly after it was put.
      assertThat(received.first()).isLessThan(FRAMES_PER_SECOND);
    }
    assertThat(raw.first()).isZero();
    assertThat(modelled.partitions())
        .containsExactly(partition(stream, BEFORE), partition(stream, AFTER));
    assertThat(modelled.warmsUpIn(partition(stream, AFTER))).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode status = stack.gateway().get("v1/streams/" + stream);
              assertThat(status.path("partitions")).hasSize(2);
              assertThat(status.path("frames").asLong()).isEqualTo(published);
            });
  }

  private Frame frame(String stream, long sequence) {
    return Frame.captured(
        stream,
        epoch,
        sequence,
        Instant.now(),
        Encoding.JPEG,
        UnsafeByteOperations.unsafeWrap(jpeg));
  }

  private static void addPartitions() throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.local().bootstrapServers()))) {
      admin
          .createPartitions(
              Map.of(
                  "darkroom.frames", NewPartitions.increaseTo(AFTER),
                  "darkroom.processed", NewPartitions.increaseTo(AFTER)))
          .all()
          .get();
    }
  }

  /** The frames that one watcher has received. */
  private static final class Received implements WebSocket.Listener {

    private final List<io.darkroom.v1.Frame> frames = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    void watch(String path) {
      URI uri = URI.create(stack.local().url().replaceFirst("http", "ws") + path);
      HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      parts.writeBytes(part);
      if (last) {
        frames.add(parse(parts.toByteArray()));
        parts.reset();
      }
      socket.request(1);
      return null;
    }

    private static io.darkroom.v1.Frame parse(byte[] bytes) {
      try {
        return io.darkroom.v1.Frame.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    List<Long> sequences() {
      return frames.stream().map(io.darkroom.v1.Frame::getSequence).toList();
    }

    long first() {
      return frames.isEmpty() ? 0 : frames.get(0).getSequence();
    }

    long last() {
      return frames.isEmpty() ? -1 : frames.get(frames.size() - 1).getSequence();
    }

    /** The partitions that the frames were published to, in the order of the frames. */
    List<Integer> partitions() {
      return frames.stream().map(frame -> frame.getPosition().getPartition()).distinct().toList();
    }

    /** Whether the first frame from a partition says that a filter builds its model. */
    boolean warmsUpIn(int partition) {
      return frames.stream()
          .filter(frame -> frame.getPosition().getPartition() == partition)
          .findFirst()
          .orElseThrow()
          .getProcessing()
          .getWarmingUp();
    }
  }
}
