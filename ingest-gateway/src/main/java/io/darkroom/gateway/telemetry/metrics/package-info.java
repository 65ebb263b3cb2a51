/**
 * Prometheus metrics. {@link io.darkroom.gateway.telemetry.metrics.GatewaySeries} and the other
 * {@code *Series} classes define them, {@link io.darkroom.gateway.telemetry.metrics.GatewayMetrics}
 * records them.
 */
package io.darkroom.gateway.telemetry.metrics;
