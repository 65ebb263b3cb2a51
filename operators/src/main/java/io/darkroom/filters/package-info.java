/**
 * The built-in filters, one class each, with the helpers that several of them share. Results equal
 * OpenCV's 8-bit results byte for byte; each class names the OpenCV function and its flags.
 */
package io.darkroom.filters;
