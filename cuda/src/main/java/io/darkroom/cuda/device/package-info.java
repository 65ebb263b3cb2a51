/**
 * Access to NVIDIA GPUs by JCuda: driver, memory, streams and kernels. A process can load this
 * package only once, so on a cluster it belongs in Flink's lib folder, and it depends on no class
 * of a job.
 */
package io.darkroom.cuda.device;
