/**
 * Writes log lines as JSON or text, safely and without secrets, and changes log levels at run time.
 */
package io.darkroom.telemetry.log;
