/**
 * Frames in: validates, numbers, counts, traces and publishes each frame, whatever its transport.
 */
package io.darkroom.gateway.frames.publish;
