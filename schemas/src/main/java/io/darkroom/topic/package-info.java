/** Names, content and configuration of the Kafka topics. */
package io.darkroom.topic;
