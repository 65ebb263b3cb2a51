/** Generates the OpenAPI document from the protos. */
package io.darkroom.gateway.http.openapi;
