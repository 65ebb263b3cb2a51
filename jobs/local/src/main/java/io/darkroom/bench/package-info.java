/** The benchmarks behind {@code darkroom bench}; they print their results as text. */
package io.darkroom.bench;
