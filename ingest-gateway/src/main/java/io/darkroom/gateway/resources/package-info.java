/**
 * What resources that change have in common: preconditions, logs of changes and watches. Also holds
 * the settings that operators change at run time.
 */
package io.darkroom.gateway.resources;
