/** Serves WebSockets: handshake, publishing, watching and close codes. */
package io.darkroom.gateway.http.websocket;
