package io.darkroom.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.PipelineDemand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The use of on-demand pipelines, as gateways report it. Reports do not expire. */
final class FakeDemand {

  private final Map<String, List<String>> used = new HashMap<>();

  void update(ConsumerRecord<byte[], byte[]> message) {
    try {
      PipelineDemand report = PipelineDemand.parseFrom(message.value());
      used.put(new String(message.key(), UTF_8), report.getPipelineIdsList());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isIdle(Pipeline pipeline) {
    return pipeline.onDemand()
        && used.values().stream().noneMatch(ids -> ids.contains(pipeline.pipelineId()));
  }
}
