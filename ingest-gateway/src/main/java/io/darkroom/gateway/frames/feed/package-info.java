/**
 * Reads the topics of frames, results, answers and rejects, and passes their records to status,
 * watchers and pending requests.
 */
package io.darkroom.gateway.frames.feed;
