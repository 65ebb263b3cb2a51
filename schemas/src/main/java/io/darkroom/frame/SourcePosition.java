package io.darkroom.frame;

/**
 * The identity of a frame: its position in the topic {@code frames}.
 *
 * @param appendedAtMillis when the broker appended the frame, by the broker's clock, in ms since
 *     1970
 */
public record SourcePosition(int partition, long offset, long appendedAtMillis) {}
