/**
 * The Flink operators that run chains on frames and requests. They decode, filter and encode within
 * a task's limits of time and memory, and write results, rejects, metrics and traces.
 */
package io.darkroom.operator;
