/**
 * Fetches frames from cameras, RTSP, HLS, HTTP, files and images, and reconnects after failures.
 */
package io.darkroom.gateway.sources.pull;
