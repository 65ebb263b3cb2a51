/** Tells the job which on-demand pipelines are used through this gateway. */
package io.darkroom.gateway.frames.demand;
