/**
 * The only package that opens Kafka clients: followers and readers of topics, publishers, the
 * creation of topics, and the checks of brokers.
 */
package io.darkroom.gateway.kafka;
