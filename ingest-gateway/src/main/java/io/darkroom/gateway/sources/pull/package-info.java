/**
 * Fetches frames from cameras, RTSP, HLS, HTTP, video files and image folders, publishes them, and
 * reconnects after failures.
 */
package io.darkroom.gateway.sources.pull;
