/** Error codes and exceptions that all protocols share. */
package io.darkroom.error;
