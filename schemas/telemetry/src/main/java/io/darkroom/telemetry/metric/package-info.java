/**
 * Definitions that the metrics of the gateway and the job share: types, buckets, labels and
 * reasons.
 */
package io.darkroom.telemetry.metric;
