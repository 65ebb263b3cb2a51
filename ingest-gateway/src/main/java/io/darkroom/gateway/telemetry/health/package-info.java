/** Health of the dependencies, and the conditions of readiness. */
package io.darkroom.gateway.telemetry.health;
