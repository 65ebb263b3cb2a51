/**
 * The gateway as a whole: starts its parts in order, assembles the server and ends both. {@link
 * io.darkroom.gateway.Main} is the program.
 */
package io.darkroom.gateway;
