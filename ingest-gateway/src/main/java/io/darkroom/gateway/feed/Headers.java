package io.darkroom.gateway.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.TraceContext;
import io.darkroom.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The texts around a record's value; each is empty where absent. */
final class Headers {

  private Headers() {}

  static String text(ConsumerRecord<byte[], byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  static TraceContext trace(ConsumerRecord<byte[], byte[]> message) {
    return new TraceContext(
        text(message, Topics.TRACEPARENT),
        text(message, Topics.TRACESTATE),
        text(message, Topics.BAGGAGE));
  }
}
