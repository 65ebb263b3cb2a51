/** Serves the Connect protocol on top of the gRPC services. */
package io.darkroom.gateway.rpc.connect;
