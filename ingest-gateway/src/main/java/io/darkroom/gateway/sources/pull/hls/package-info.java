/** Reads HLS playlists (RFC 8216) and chooses what to play of them; no I/O. */
package io.darkroom.gateway.sources.pull.hls;
