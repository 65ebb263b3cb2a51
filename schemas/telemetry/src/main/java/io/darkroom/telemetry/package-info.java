/**
 * What the gateway and the job tell of themselves in the same way: spans, and what their log lines
 * carry.
 */
package io.darkroom.telemetry;
