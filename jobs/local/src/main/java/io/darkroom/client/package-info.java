/** A Java client of the gateway: its HTTP API, and WebSockets that publish and watch frames. */
package io.darkroom.client;
