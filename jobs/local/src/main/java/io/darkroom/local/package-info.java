/**
 * The whole stack in one process: Kafka, Flink with the job, the gateway and a demo. For
 * development and tests.
 */
package io.darkroom.local;
