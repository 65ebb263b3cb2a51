package io.darkroom.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a chain on one image file. */
@Command(
    name = "process",
    description = "Runs a chain on one image file.",
    mixinStandardHelpOptions = true)
final class Process implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Connection connection;

  @Option(
      names = "--chain",
      required = true,
      description = "Such as 'grayscale | gaussian_blur(sigma=2)'.")
  private String chain;

  @Option(names = "--accelerator", description = "auto (the default), cpu or cuda.")
  private String accelerator;

  @Option(names = "--encoding", description = "jpeg or png (default: by the name of OUT).")
  private String encoding;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "IN", description = "JPEG or PNG file.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("chain", chain);
    parameters.put("encoding", encoding == null ? byName(out) : encoding);
    if (accelerator != null) {
      parameters.put("accelerator", accelerator);
    }
    HttpResponse<byte[]> answer = connection.open().process(Publish.read(in), parameters);
    Files.write(out, answer.body());
    long micros = answer.headers().firstValueAsLong("darkroom-filter-micros").orElse(0);
    String ranOn = answer.headers().firstValue("darkroom-accelerator").orElse("");
    Report.of(spec)
        .with("file", out.toString())
        .with("bytes", answer.body().length)
        .with("filterMicros", micros)
        .with("accelerator", ranOn)
        .print(
            json,
            "%s: %d bytes, filters took %d µs on %s"
                .formatted(out, answer.body().length, micros, ranOn));
    return 0;
  }

  private static String byName(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".png") ? "png" : "jpeg";
  }
}
