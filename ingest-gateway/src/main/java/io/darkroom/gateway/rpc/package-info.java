/**
 * What the RPC services have in common: replies, pages, etags and the JSON form of messages. The
 * services themselves are in {@code services}.
 */
package io.darkroom.gateway.rpc;
