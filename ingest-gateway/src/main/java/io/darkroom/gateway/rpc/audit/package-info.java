/** Records what RPCs change. */
package io.darkroom.gateway.rpc.audit;
