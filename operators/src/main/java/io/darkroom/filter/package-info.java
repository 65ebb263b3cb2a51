/**
 * The API of filters: a filter's definition, its operations on pixels, and its forms for the CPU
 * and for GPUs. Plugins are built against this package.
 */
package io.darkroom.filter;
