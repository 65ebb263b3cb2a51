package io.darkroom.local.clients;

import static io.darkroom.local.clients.ClientProgram.DESCRIPTORS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of docs/clients/python, one per protocol. Each puts a pipeline, publishes an image,
 * and prints the result and the answer to an invalid call.
 */
public abstract class PythonCalls {

  @TempDir Path folder;

  private final String name = "calls-" + UUID.randomUUID();
  private String address;
  private String image;

  protected abstract URI gateway();

  protected abstract byte[] picture();

  @BeforeEach
  void write() throws IOException {
    address = gateway().getAuthority();
    image = Files.write(folder.resolve("picture.jpg"), picture()).toString();
  }

  @Test
  void grpc() throws Exception {
    ClientProgram program =
        ClientProgram.python(
            "call_grpc.py", "grpc, google.protobuf", "python3-grpcio and python3-protobuf");
    assertThat(program.run(address, name, image, DESCRIPTORS))
        .containsExactly(result(), "NOT_FOUND");
  }

  @Test
  void grpcWeb() throws Exception {
    ClientProgram program =
        ClientProgram.python("call_grpc_web.py", "google.protobuf", "python3-protobuf");
    assertThat(program.run(address, name, image, DESCRIPTORS))
        .containsExactly(result(), "status 5");
  }

  @Test
  void connect() throws Exception {
    assertThat(ClientProgram.python("call_connect.py", "", "").run(address, name, image))
        .containsExactly(result(), "not_found", "invalid_argument");
  }

  @Test
  void rest() throws Exception {
    assertThat(ClientProgram.python("call_rest.py", "", "").run(address, name, image))
        .containsExactly(result(), "NOT_FOUND", "INVALID_ARGUMENT");
  }

  @Test
  void webSocket() throws Exception {
    ClientProgram program =
        ClientProgram.python(
            "call_websocket.py",
            "websocket, google.protobuf",
            "python3-websocket and python3-protobuf");
    assertThat(program.run(address, name, image, DESCRIPTORS))
        .containsExactly(result(), "INVALID_FRAME");
  }

  /** Pipeline, stream, filter, and the first bytes of a JPEG. */
  private String result() {
    return "%s %s grayscale ffd8".formatted(name, name);
  }
}
