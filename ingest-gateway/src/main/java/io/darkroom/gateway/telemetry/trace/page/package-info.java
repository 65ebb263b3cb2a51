/** Spans that web pages record, checked and exported with those of the gateway. */
package io.darkroom.gateway.telemetry.trace.page;
