/**
 * Defines, validates and lists sources, assigns each to one gateway of the group, and reports its
 * status. How frames are fetched is in {@code sources.pull}.
 */
package io.darkroom.gateway.sources;
