/** Describes filters and their parameters, as published in the catalogue and on the API. */
package io.darkroom.definition;
