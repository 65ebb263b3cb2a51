package io.darkroom.error;

/**
 * One thing that a failure is about.
 *
 * @param type such as {@code pipeline}, {@code source}, {@code stream}, {@code video}, {@code
 *     upload} or {@code image}
 * @param name its id
 */
public record Resource(String type, String name) {}
