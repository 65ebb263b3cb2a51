/** Fuzz targets of what clients, cameras and servers send; others are beside what they call. */
package io.darkroom.gateway.fuzz;
