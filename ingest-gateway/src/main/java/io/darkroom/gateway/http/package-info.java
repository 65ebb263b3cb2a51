/** Serves plain HTTP: the web page, the API documentation, raw image bodies, uploads and CORS. */
package io.darkroom.gateway.http;
