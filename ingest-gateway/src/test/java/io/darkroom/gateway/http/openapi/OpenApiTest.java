package io.darkroom.gateway.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.gateway.rpc.system.Contract;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** openapi.json matches the protos; {@code -Ddarkroom.docs=write} regenerates it. */
class OpenApiTest {

  private static final Path FILE = Path.of("openapi.json");
  private static final boolean WRITE = "write".equals(System.getProperty("darkroom.docs"));

  private static final String DOCUMENT = OpenApi.document(Contract.services());

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
  void isValidOpenApi() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(DOCUMENT, null, options);
    assertThat(result.getMessages()).isEmpty();
    OpenAPI api = result.getOpenAPI();
    assertThat(api.getPaths()).containsKeys("/v1/streams", "/v1/sources/{sourceId}:seek");
    assertThat(api.getPaths().get("/v1/images/{imageId}/{size}").getGet().getParameters())
        .hasSize(2);
  }

  @Test
  void resolvesEveryReference() throws IOException {
    List<String> references =
        new ObjectMapper().readTree(DOCUMENT).findValuesAsText("$ref").stream().distinct().toList();
    assertThat(references).hasSizeGreaterThan(20);
    for (String reference : references) {
      assertThat(at(reference.substring(1)).isObject()).as(reference).isTrue();
    }
  }

  @Test
  void includesTheRules() throws IOException {
    String schemas = "/components/schemas/";
    String request = schemas + "ProcessImageRequest/properties/";
    assertThat(at(request + "quality/maximum").asInt()).isEqualTo(100);
    assertThat(at(request + "accelerator/enum").toString())
        .isEqualTo("[\"\",\"auto\",\"cpu\",\"cuda\"]");
    assertThat(at(schemas + "PublishFrameRequest/properties/streamId/pattern").asText())
        .isEqualTo("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$");
    assertThat(at(schemas + "PutPipelineRequest").isMissingNode())
        .as("over HTTP the pipeline itself is the body")
        .isTrue();
    assertThat(at(schemas + "SeekSourceRequest/required/0").asText()).isEqualTo("position");
  }

  @Test
  void statesThePermissionOfAMethod() throws IOException {
    assertThat(at("/paths/~1v1~1streams/get/security").toString())
        .isEqualTo("[{\"bearer\":[\"watch\"]}]");
    assertThat(at("/paths/~1v1~1filters/get/security").toString()).isEqualTo("[{\"bearer\":[]}]");
    assertThat(at("/paths/~1v1~1sign-in/get/security").toString()).isEqualTo("[]");
  }

  @Test
  void includesTheComments() throws IOException {
    assertThat(at("/paths/~1v1~1images:process/post/description").asText())
        .startsWith("Runs a chain on one image.");
    assertThat(at("/components/schemas/Output/properties/scale/description").asText())
        .startsWith("Scale factor for width and height");
  }

  @Test
  void listsTheRoutesWhoseBodyCanBeAnImage() throws IOException {
    String process = "/paths/~1v1~1images:process/post/";
    assertThat(at(process + "requestBody/content").fieldNames())
        .toIterable()
        .containsExactly("application/json", "image/jpeg", "image/png");
    assertThat(at(process + "parameters").findValuesAsText("name")).contains("chain", "quality");
    assertThat(at("/paths/~1v1~1pipelines~1{pipelineId}~1snapshot/get/responses/200/content"))
        .hasSize(2);
  }
}
