/**
 * Maps failures to error codes, and errors to the form of each protocol: HTTP, gRPC, Connect and
 * WebSocket.
 */
package io.darkroom.gateway.error;
