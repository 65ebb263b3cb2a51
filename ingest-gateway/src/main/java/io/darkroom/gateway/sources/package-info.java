/** Sources: definitions, validation, status, and the assignment of sources to gateways. */
package io.darkroom.gateway.sources;
