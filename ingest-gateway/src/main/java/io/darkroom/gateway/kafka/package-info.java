/**
 * Opens all Kafka clients of the gateway: reads topics, appends to them, creates them, and checks
 * the health of the brokers.
 */
package io.darkroom.gateway.kafka;
