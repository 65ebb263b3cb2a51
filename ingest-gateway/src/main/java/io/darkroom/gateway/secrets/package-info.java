/** Encryption of secrets that the gateway stores, with keys from a file. */
package io.darkroom.gateway.secrets;
