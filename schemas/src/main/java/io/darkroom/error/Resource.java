package io.darkroom.error;

/**
 * The resource that a failure is about.
 *
 * @param type such as {@code pipeline}, {@code source}, {@code stream}, {@code video}, {@code
 *     upload} or {@code image}
 * @param name the id of the resource
 */
public record Resource(String type, String name) {}
