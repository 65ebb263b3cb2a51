/**
 * What the metrics and counts of the gateway and the job share: types, buckets, rates, labels and
 * reasons.
 */
package io.darkroom.telemetry.metric;
