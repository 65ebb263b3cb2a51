/**
 * Counts what a task sees of each stream and its pipelines, and makes the records of the topic
 * {@code stream-status} of it. Independent of Flink and Kafka.
 */
package io.darkroom.operator.status;
