/** Decodes and encodes video and images with FFmpeg. The only package that calls FFmpeg. */
package io.darkroom.gateway.media;
