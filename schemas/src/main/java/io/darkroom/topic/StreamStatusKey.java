package io.darkroom.topic;

import java.util.Optional;

/**
 * The key of a record of the topic {@code stream-status}.
 *
 * @param partition of the topic {@code frames}
 * @param group consumer group of the job that reports
 */
public record StreamStatusKey(String streamId, int partition, String group) {

  /** Reads a key; empty if the text is not one. */
  public static Optional<StreamStatusKey> parse(String text) {
    String[] parts = text.split("/", 3);
    if (parts.length < 3 || !parts[1].matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(new StreamStatusKey(parts[0], Integer.parseInt(parts[1]), parts[2]));
  }

  /** Returns the key as text. Stream ids have no slash, so the text is unambiguous. */
  public String text() {
    return streamId + "/" + partition + "/" + group;
  }
}
