/** Limits of calls, connections, bytes and rates, and how they are enforced. */
package io.darkroom.gateway.limits;
