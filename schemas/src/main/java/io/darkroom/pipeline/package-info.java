/** Pipelines, their revisions over time, and their encoding on the API and on Kafka. */
package io.darkroom.pipeline;
