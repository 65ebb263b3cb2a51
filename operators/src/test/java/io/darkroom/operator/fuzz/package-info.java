/** Fuzz targets of chains and pictures. */
package io.darkroom.operator.fuzz;
