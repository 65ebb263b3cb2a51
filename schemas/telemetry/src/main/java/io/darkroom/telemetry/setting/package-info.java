/** Applies the settings that operators change at run time. */
package io.darkroom.telemetry.setting;
