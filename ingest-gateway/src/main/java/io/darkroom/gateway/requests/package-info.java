/**
 * Request and reply through Kafka: sends an image with its chain to the job and awaits the answer,
 * alone or in a session.
 */
package io.darkroom.gateway.requests;
