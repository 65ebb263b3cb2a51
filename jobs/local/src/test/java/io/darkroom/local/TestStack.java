package io.darkroom.local;

import static org.awaitility.Awaitility.await;

import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.definition.Accelerator;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/** A complete stack for tests, on free ports and in a temporary folder. */
public final class TestStack implements AutoCloseable {

  private final Path data;
  private final LocalStack local;
  private final GatewayClient gateway;

  private TestStack(Path data, LocalStack local) {
    this.data = data;
    this.local = local;
    this.gateway = new GatewayClient(local.url());
  }

  public static TestStack start(Optional<String> externalKafka, boolean demo) throws Exception {
    Path data = Files.createTempDirectory("darkroom-test");
    LocalOptions options =
        new LocalOptions(
            0,
            0,
            0,
            externalKafka,
            "19249-19349",
            data,
            Accelerator.CPU,
            data.resolve("plugins"),
            2,
            demo);
    TestStack stack = new TestStack(data, LocalStack.start(options, step -> {}));
    stack.awaitJob();
    return stack;
  }

  public GatewayClient gateway() {
    return gateway;
  }

  public LocalStack local() {
    return local;
  }

  Path data() {
    return data;
  }

  void awaitJob() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(() -> gateway.get("v1/filters").path("filters").size() > 0);
  }

  @Override
  public void close() throws IOException {
    local.close();
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
