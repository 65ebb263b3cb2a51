/** Streaming calls: one object for each open call, with its flow control. */
package io.darkroom.gateway.rpc.streaming;
