/** Command-line options and the configuration that they make. Read once, at the start. */
package io.darkroom.gateway.config;
