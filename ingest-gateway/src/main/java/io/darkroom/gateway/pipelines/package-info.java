/**
 * The pipelines, read from and written to the topic {@code pipelines}, and the catalogue of filters
 * that the job offers.
 */
package io.darkroom.gateway.pipelines;
