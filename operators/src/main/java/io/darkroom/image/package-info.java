/**
 * Decodes and encodes JPEG, PNG and raw images with OpenCV, within limits, and detects truncated
 * images.
 */
package io.darkroom.image;
