package io.darkroom.gateway.audit;

/**
 * What a call has changed.
 *
 * @param type such as {@code pipeline}
 * @param before the API's JSON form without secrets; empty if the resource did not exist
 * @param after empty if it does not exist any more
 */
public record AuditedResource(String type, String id, String before, String after) {}
