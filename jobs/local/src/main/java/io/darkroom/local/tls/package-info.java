/** A certificate authority of this machine, for TLS without a public one. */
package io.darkroom.local.tls;
