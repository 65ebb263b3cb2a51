/** Streaming calls: one object per open call, with its flow control. */
package io.darkroom.gateway.rpc.streaming;
