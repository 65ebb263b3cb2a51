package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.local.clients.CurlCalls;
import io.darkroom.local.clients.GrpcJavaCalls;
import io.darkroom.local.clients.GrpcWebJavaCalls;
import io.darkroom.local.clients.HomeAssistantViews;
import io.darkroom.local.clients.KafkaPublishers;
import io.darkroom.local.clients.KafkaReaders;
import io.darkroom.local.clients.PythonCalls;
import io.darkroom.local.clients.UnknownFields;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same calls with every type of client, on a complete stack. DashboardIT tests browsers. */
class ClientsIT {

  private static final Path DASHBOARD = Path.of("..", "..", "ingest-gateway", "dashboard");
  private static final Path OUTPUT = Path.of("target", "clients-node.log");

  private static TestStack stack;
  private static byte[] picture;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), true);
    URI snapshot = URI.create(stack.local().url()).resolve("/v1/pipelines/camera-edges/snapshot");
    await().atMost(Duration.ofSeconds(60)).until(() -> get(snapshot).statusCode() == 200);
    picture = get(snapshot).body();
  }

  private static HttpResponse<byte[]> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void nodeUsesEveryProtocol() throws Exception {
    assumeTrue(
        Files.isDirectory(DASHBOARD.resolve("node_modules")),
        "the page's packages are not installed (skipDashboard)");
    ProcessBuilder command =
        new ProcessBuilder("npm", "run", "calls")
            .directory(DASHBOARD.toFile())
            .redirectErrorStream(true)
            .redirectOutput(OUTPUT.toFile());
    command.environment().put("GATEWAY", stack.local().url());
    Process tests = command.start();
    assertThat(tests.waitFor(8, TimeUnit.MINUTES)).isTrue();
    assertThat(tests.exitValue()).describedAs(Files.readString(OUTPUT)).isZero();
  }

  @Nested
  class GrpcJava extends GrpcJavaCalls {
    @Override
    protected URI gateway() {
      return URI.create(stack.local().url());
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }

  @Nested
  class Readers extends KafkaReaders {
    @Override
    protected String bootstrapServers() {
      return stack.local().bootstrapServers();
    }
  }

  @Nested
  class Curl extends CurlCalls {
    @Override
    protected URI gateway() {
      return URI.create(stack.local().url());
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }

  @Nested
  class GrpcWebJava extends GrpcWebJavaCalls {
    @Override
    protected URI gateway() {
      return URI.create(stack.local().url());
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }

  @Nested
  class Python extends PythonCalls {
    @Override
    protected URI gateway() {
      return URI.create(stack.local().url());
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }

  @Nested
  class HomeAssistant extends HomeAssistantViews {
    @Override
    protected URI gateway() {
      return URI.create(stack.local().url());
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }

  @Nested
  class Unknown extends UnknownFields {
    @Override
    protected URI gateway() {
      return URI.create(stack.local().url());
    }

    @Override
    protected String bootstrapServers() {
      return stack.local().bootstrapServers();
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }

  @Nested
  class Publishers extends KafkaPublishers {
    @Override
    protected String bootstrapServers() {
      return stack.local().bootstrapServers();
    }

    @Override
    protected byte[] picture() {
      return picture;
    }
  }
}
