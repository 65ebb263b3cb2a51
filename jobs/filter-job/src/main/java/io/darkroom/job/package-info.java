/**
 * The Flink job: its entry point, command line and topology, with the Kafka sources and sinks that
 * connect the operators to the topics.
 */
package io.darkroom.job;
