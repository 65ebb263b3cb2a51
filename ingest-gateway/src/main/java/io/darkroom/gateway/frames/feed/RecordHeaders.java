package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.ContentType;
import io.darkroom.frame.TraceContext;
import io.darkroom.topic.Topics;
import io.darkroom.topic.TraceHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Headers of a record; a header that is absent reads as empty. */
final class RecordHeaders {

  private RecordHeaders() {}

  /** Reads the content type as the job does, so that both decode a record alike. */
  static String contentType(ConsumerRecord<byte[], byte[]> message) {
    Header header = message.headers().lastHeader(Topics.CONTENT_TYPE);
    boolean tooLong =
        header != null && header.value() != null && header.value().length > ContentType.MAX_LENGTH;
    return tooLong ? "" : text(header);
  }

  private static String text(Header header) {
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  static TraceContext trace(ConsumerRecord<byte[], byte[]> message) {
    return TraceHeaders.readBytes(
        name -> {
          Header header = message.headers().lastHeader(name);
          return header == null ? null : header.value();
        });
  }
}
