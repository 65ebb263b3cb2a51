/**
 * Request and reply through Kafka: sends an image with a chain to the job and waits for the answer.
 * Requests are single or part of a session.
 */
package io.darkroom.gateway.requests;
