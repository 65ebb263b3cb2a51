/**
 * Checks requests against the {@code buf.validate} rules of the protos before a service is called.
 */
package io.darkroom.gateway.rpc.validation;
