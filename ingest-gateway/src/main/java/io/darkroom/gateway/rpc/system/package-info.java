/** What the gateway reports about itself: build, capabilities, inputs, tools and limits. */
package io.darkroom.gateway.rpc.system;
