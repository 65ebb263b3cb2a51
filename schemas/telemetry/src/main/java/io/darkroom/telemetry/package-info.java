/**
 * Telemetry that the gateway and the job share: log lines, metric definitions, traces, and the
 * settings that you can change at run time.
 */
package io.darkroom.telemetry;
