/** Limits on what callers may use at a time: calls, connections, bytes, rates. */
package io.darkroom.gateway.limits;
