package io.darkroom.gateway.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** asyncapi.json matches topics and protos; {@code -Ddarkroom.docs=write} regenerates it. */
class AsyncApiTest {

  private static final Path FILE = Path.of("..", "docs", "asyncapi.json");
  private static final boolean WRITE = "write".equals(System.getProperty("darkroom.docs"));
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final String DOCUMENT = AsyncApi.document(TOPICS);

  private static JsonNode at(String pointer) throws IOException {
    return new ObjectMapper().readTree(DOCUMENT).at(pointer);
  }

  @Test
  void matchesTheFile() throws IOException {
    if (WRITE) {
      Files.writeString(FILE, DOCUMENT);
    }
    assertThat(Files.readString(FILE)).isEqualTo(DOCUMENT);
  }

  @Test
  void listsEveryTopicAsAChannelWithItsSettings() throws IOException {
    for (Topic topic : TOPICS.all()) {
      JsonNode channel = at("/channels/" + topic.content().suffix());
      assertThat(channel.path("address").asText()).isEqualTo(topic.name());
      assertThat(channel.at("/bindings/kafka/partitions").asInt()).isEqualTo(topic.partitions());
      assertThat(channel.at("/bindings/kafka/topicConfiguration/max.message.bytes").asText())
          .isEqualTo(topic.settings().get("max.message.bytes"));
      JsonNode message = at("/components/messages/" + topic.content().suffix());
      assertThat(message.path("contentType").asText()).isEqualTo(topic.content().contentType());
    }
  }

  @Test
  void resolvesEveryReference() throws IOException {
    for (JsonNode reference : new ObjectMapper().readTree(DOCUMENT).findValues("$ref")) {
      assertThat(at(reference.asText().substring(1)).isObject()).as(reference.asText()).isTrue();
    }
  }

  @Test
  void includesAllReferencedTypesInTheSchemaOfAMessage() throws IOException {
    assertThat(at("/components/schemas/Answer/schema").asText())
        .contains("oneof outcome {\n    Frame frame = 1;")
        .contains("message Frame {", "enum Encoding {", "repeated FilterTime filters = 8;")
        .contains("import \"google/protobuf/timestamp.proto\";")
        .contains("google.protobuf.Timestamp captured_at = 4;")
        .contains("// Number of the frame within its epoch");
  }

  @Test
  void documentsWhoMayAppend() throws IOException {
    assertThat(at("/operations/receive-frames/action").asText()).isEqualTo("receive");
    assertThat(at("/operations/send-processed/action").asText()).isEqualTo("send");
    assertThat(at("/components/messages/processed/headers/properties").has("source-offset"))
        .isTrue();
  }
}
