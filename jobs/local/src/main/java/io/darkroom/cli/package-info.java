/**
 * The command line: {@code darkroom up} starts the local stack, the other commands call a gateway.
 */
package io.darkroom.cli;
