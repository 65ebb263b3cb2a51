/** Checks that a caller may do what it calls for, in every protocol. */
package io.darkroom.gateway.guard;
