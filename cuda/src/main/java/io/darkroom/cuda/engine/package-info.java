/** Runs chains of filters on NVIDIA GPUs, and falls back to the CPU if a GPU cannot run them. */
package io.darkroom.cuda.engine;
