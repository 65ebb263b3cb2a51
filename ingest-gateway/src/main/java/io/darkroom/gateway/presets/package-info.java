/** Named chains that all users share, and their changes. */
package io.darkroom.gateway.presets;
