/**
 * The access log, and the fields of log lines: correlation id, trace id and the ids in the path.
 */
package io.darkroom.gateway.telemetry.log;
