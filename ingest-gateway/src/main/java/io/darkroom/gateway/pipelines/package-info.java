/**
 * Reads and writes pipelines on the topic {@code pipelines}, and reads the catalogue of filters
 * that jobs publish.
 */
package io.darkroom.gateway.pipelines;
