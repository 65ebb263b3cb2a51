/**
 * Metrics. {@link io.darkroom.gateway.telemetry.metrics.GatewaySeries} and its neighbours name
 * every one of them.
 */
package io.darkroom.gateway.telemetry.metrics;
