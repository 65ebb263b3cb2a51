/**
 * Runs chains of filters on pictures. It has the CPU engine, the interfaces for other engines, the
 * composition of point operations, and the estimates of time and memory.
 */
package io.darkroom.engine;
