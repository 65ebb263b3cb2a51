/** The access log and the fields of log lines: correlation id, trace id, path. */
package io.darkroom.gateway.telemetry.log;
