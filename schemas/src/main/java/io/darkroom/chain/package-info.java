/** Parses the text of filter chains and validates it against the available filters. */
package io.darkroom.chain;
