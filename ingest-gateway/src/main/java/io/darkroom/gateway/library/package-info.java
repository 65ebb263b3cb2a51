/** Uploaded videos and folders of images on the disk of the gateway. */
package io.darkroom.gateway.library;
