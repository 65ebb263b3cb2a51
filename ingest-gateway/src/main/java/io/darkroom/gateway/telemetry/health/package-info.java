/** Health checks of dependencies, and readiness. */
package io.darkroom.gateway.telemetry.health;
