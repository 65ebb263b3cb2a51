/**
 * Starts the parts of the gateway in order, assembles the server and stops both. {@link
 * io.darkroom.gateway.Main} is the program.
 */
package io.darkroom.gateway;
