/** TLS on the gateway's port: certificates that may change while it runs, and those of clients. */
package io.darkroom.gateway.tls;
