/** Defines what callers may do: permissions on streams, roles, and the file that assigns them. */
package io.darkroom.gateway.policy;
