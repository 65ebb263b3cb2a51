/** Command line options and the configuration that they result in. Read once, at the start. */
package io.darkroom.gateway.config;
