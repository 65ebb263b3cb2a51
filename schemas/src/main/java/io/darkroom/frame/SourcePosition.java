package io.darkroom.frame;

/**
 * A frame's identity: its place in the topic {@code frames}.
 *
 * @param appendedAtMillis when the broker appended it, by the broker's clock, in ms since 1970
 */
public record SourcePosition(int partition, long offset, long appendedAtMillis) {}
