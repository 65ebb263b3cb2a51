package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.VideoFrame;
import java.time.Instant;

/**
 * A picture on its way to be published.
 *
 * @param epoch of the run that it belongs to
 */
record PulledFrame(VideoFrame still, Instant capturedAt, long epoch) {}
