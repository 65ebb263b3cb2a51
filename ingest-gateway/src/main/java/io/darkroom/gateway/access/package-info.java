/** Decides who may call the gateway, and protects browsers that do. */
package io.darkroom.gateway.access;
