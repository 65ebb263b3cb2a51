/** Videos and images in the gateway's folders, and resumable uploads of videos. */
package io.darkroom.gateway.library;
