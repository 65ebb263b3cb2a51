package io.darkroom.gateway.sources.pull.hls;

/**
 * A segment of a media playlist.
 *
 * @param uri as written
 * @param from position of its first byte in the resource
 */
public record Segment(String uri, long from) {}
