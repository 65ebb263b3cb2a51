/** Status of streams and pipelines: frame counts, rates, and drops by reason. */
package io.darkroom.gateway.frames.status;
