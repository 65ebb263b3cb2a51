/** Reads the options of the command-line programs from flags, environment variables and a file. */
package io.darkroom.config;
