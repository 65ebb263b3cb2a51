package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a chain on one image. */
@Command(name = "process", description = "Runs a chain on one image.", sortOptions = false)
final class ProcessCommand extends LeafCommand {

  @Option(
      names = "--chain",
      required = true,
      description = "Chain to run, such as 'grayscale | gaussian_blur(sigma=2)'.")
  private String chain;

  @Option(
      names = "--accelerator",
      description = "Where the chain runs: auto (the default), cpu or cuda.")
  private String accelerator;

  @Option(
      names = "--encoding",
      description =
          "Encoding of the result, jpeg or png (default: by the extension of OUT; for stdout, that"
              + " of IN).")
  private String encoding;

  @Option(names = "--quality", description = "JPEG quality, 1 to 100 (default: 90).")
  private Integer quality;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Factor for width and height, above 0 and up to 1 (default: 1).")
  private Double scale;

  @Parameters(index = "0", paramLabel = "IN", description = "JPEG or PNG file; - for stdin.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write; - for stdout.")
  private Path out;

  @Override
  int run(Invocation invocation) throws IOException {
    byte[] image = ImageFile.read(in, invocation.environment());
    HttpResponse<byte[]> answer = invocation.gateway().process(image, parameters(image));
    ImageFile.write(out, answer.body(), invocation.environment());
    long micros = answer.headers().firstValueAsLong("darkroom-filter-micros").orElse(0);
    String ranOn = answer.headers().firstValue("darkroom-accelerator").orElse("");
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", out.toString())
            .put("sizeBytes", answer.body().length)
            .put("filterMicros", micros)
            .put("accelerator", ranOn);
    return ImageFile.report(
        invocation,
        out,
        report,
        "%s: %d bytes, filters took %d µs on %s"
            .formatted(out, answer.body().length, micros, ranOn));
  }

  private Map<String, String> parameters(byte[] image) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("chain", chain);
    parameters.put("encoding", encoding == null ? ImageFile.encodingOf(out, image) : encoding);
    if (accelerator != null) {
      parameters.put("accelerator", accelerator);
    }
    if (quality != null) {
      parameters.put("quality", quality.toString());
    }
    if (scale != null) {
      parameters.put("scale", scale.toString());
    }
    return parameters;
  }
}
