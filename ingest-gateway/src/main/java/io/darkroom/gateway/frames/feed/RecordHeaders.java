package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.ContentType;
import io.darkroom.frame.TraceContext;
import io.darkroom.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The texts around a record's value; each is empty where absent. */
final class RecordHeaders {

  private RecordHeaders() {}

  /** As the job reads it, so that both take a record for the same. */
  static String contentType(ConsumerRecord<byte[], byte[]> message) {
    Header header = message.headers().lastHeader(Topics.CONTENT_TYPE);
    boolean tooLong =
        header != null && header.value() != null && header.value().length > ContentType.MAX_LENGTH;
    return tooLong ? "" : text(header);
  }

  private static String text(ConsumerRecord<byte[], byte[]> message, String name) {
    return text(message.headers().lastHeader(name));
  }

  private static String text(Header header) {
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  static TraceContext trace(ConsumerRecord<byte[], byte[]> message) {
    return new TraceContext(
        text(message, Topics.TRACEPARENT),
        text(message, Topics.TRACESTATE),
        text(message, Topics.BAGGAGE));
  }
}
