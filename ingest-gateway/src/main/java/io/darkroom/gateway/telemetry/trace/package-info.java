/** OpenTelemetry spans of calls and frames, and the trace context in headers. */
package io.darkroom.gateway.telemetry.trace;
