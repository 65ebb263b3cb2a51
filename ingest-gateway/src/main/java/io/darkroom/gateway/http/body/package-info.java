/** Request bodies: counts the bytes in flight and paces them. */
package io.darkroom.gateway.http.body;
