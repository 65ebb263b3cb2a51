/** Frames, requests, answers and rejects, and their encoding on Kafka, gRPC and WebSockets. */
package io.darkroom.frame;
