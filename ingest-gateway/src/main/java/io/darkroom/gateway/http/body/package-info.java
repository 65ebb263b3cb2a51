/** Counts and paces the bytes of request bodies that are being received. */
package io.darkroom.gateway.http.body;
