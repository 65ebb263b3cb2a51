/**
 * Errors as callers see them: one fault, its code and its form in HTTP, gRPC, Connect and
 * WebSocket.
 */
package io.darkroom.gateway.error;
