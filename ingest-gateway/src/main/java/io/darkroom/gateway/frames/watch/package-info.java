/** Frames out: delivers the newest frames to each watcher, and resumes where a watcher left off. */
package io.darkroom.gateway.frames.watch;
