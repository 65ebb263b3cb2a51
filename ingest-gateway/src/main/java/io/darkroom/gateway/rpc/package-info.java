/**
 * Code that the RPC services share: replies, pages, etags and the JSON form of messages. The
 * services themselves are in {@code services}.
 */
package io.darkroom.gateway.rpc;
