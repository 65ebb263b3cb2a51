package io.darkroom.telemetry.trace;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.List;
import java.util.Map;

/**
 * Attributes of spans. Names follow OpenTelemetry's semantic conventions where these define one.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Kafka's</a>
 */
public final class TraceAttributes {

  public static final AttributeKey<String> STREAM = stringKey("darkroom.stream");
  public static final AttributeKey<Long> SEQUENCE = longKey("darkroom.sequence");
  public static final AttributeKey<Long> WIDTH = longKey("darkroom.width");
  public static final AttributeKey<Long> HEIGHT = longKey("darkroom.height");
  public static final AttributeKey<Long> CHANNELS = longKey("darkroom.channels");

  /** Size of the encoded image. */
  public static final AttributeKey<Long> BYTES = longKey("darkroom.bytes");

  public static final AttributeKey<String> PIPELINE = stringKey("darkroom.pipeline");
  public static final AttributeKey<Long> REVISION = longKey("darkroom.revision");
  public static final AttributeKey<String> FILTER = stringKey("darkroom.filter");
  public static final AttributeKey<List<String>> FILTERS = stringArrayKey("darkroom.filters");

  /** {@code cpu} or {@code cuda}. */
  public static final AttributeKey<String> ACCELERATOR = stringKey("darkroom.accelerator");

  /** The GPU's UUID. */
  public static final AttributeKey<String> DEVICE = stringKey("darkroom.device");

  public static final AttributeKey<Boolean> FELL_BACK = booleanKey("darkroom.fell_back");
  public static final AttributeKey<Long> BUNDLE_SIZE = longKey("darkroom.bundle.size");
  public static final AttributeKey<Long> QUEUE_MICROS = longKey("darkroom.queue_micros");
  public static final AttributeKey<String> CORRELATION_ID = stringKey("darkroom.correlation_id");
  public static final AttributeKey<String> TENANT = stringKey("darkroom.tenant");
  public static final AttributeKey<String> STREAM_GROUP = stringKey("darkroom.stream_group");

  public static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
  public static final AttributeKey<String> MESSAGING_SYSTEM = stringKey("messaging.system");
  public static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");
  public static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
  public static final AttributeKey<String> DESTINATION = stringKey("messaging.destination.name");
  public static final AttributeKey<String> PARTITION =
      stringKey("messaging.destination.partition.id");
  public static final AttributeKey<Long> OFFSET = longKey("messaging.kafka.offset");
  public static final AttributeKey<String> MESSAGE_KEY = stringKey("messaging.kafka.message.key");
  public static final AttributeKey<Long> BODY_SIZE = longKey("messaging.message.body.size");
  public static final AttributeKey<Long> BATCH_SIZE = longKey("messaging.batch.message_count");

  private static final Map<String, AttributeKey<String>> OF_BAGGAGE =
      Map.of("correlation_id", CORRELATION_ID, "tenant", TENANT, "stream_group", STREAM_GROUP);

  private TraceAttributes() {}

  /** Adds the baggage entries that are useful for searching. */
  public static void add(SpanBuilder span, Baggage baggage) {
    OF_BAGGAGE.forEach(
        (entry, attribute) -> {
          String value = baggage.getEntryValue(entry);
          if (value != null) {
            span.setAttribute(attribute, value);
          }
        });
  }

  /**
   * Adds the attributes of a Kafka operation.
   *
   * @param name the operation: send, receive or process
   */
  public static void addKafka(SpanBuilder span, String name, String topic) {
    span.setAttribute(MESSAGING_SYSTEM, "kafka")
        .setAttribute(OPERATION_NAME, name)
        .setAttribute(OPERATION_TYPE, name)
        .setAttribute(DESTINATION, topic);
  }
}
