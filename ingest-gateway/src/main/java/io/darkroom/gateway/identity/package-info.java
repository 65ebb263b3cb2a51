/** Finds out who calls: access tokens, API keys, client certificates and tickets. */
package io.darkroom.gateway.identity;
