/** The RPC services, one class each. gRPC, gRPC-Web, Connect and REST all call these classes. */
package io.darkroom.gateway.rpc.services;
