/** Records traces, decides which ones to keep, and exports them by OTLP. */
package io.darkroom.telemetry.trace;
