/**
 * Shared parts of the resource APIs: preconditions, change logs and watches. Also the settings that
 * operators change at run time.
 */
package io.darkroom.gateway.resources;
