package io.darkroom.gateway.pull;

import io.darkroom.gateway.media.Still;
import java.time.Instant;

/**
 * A picture on its way to be published.
 *
 * @param epoch of the run that it belongs to
 */
record Shot(Still still, Instant capturedAt, long epoch) {}
