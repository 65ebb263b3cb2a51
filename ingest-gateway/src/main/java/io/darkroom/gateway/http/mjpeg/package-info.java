/** Frames as motion JPEG over HTTP, which every viewer of web cameras shows. */
package io.darkroom.gateway.http.mjpeg;
