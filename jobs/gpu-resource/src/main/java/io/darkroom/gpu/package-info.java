/** Finds the GPUs of a TaskManager for Flink, by UUID. */
package io.darkroom.gpu;
