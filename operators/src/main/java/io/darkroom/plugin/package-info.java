/** Loads filters from plugin jars, and reports which jars were not loaded and why. */
package io.darkroom.plugin;
