package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink's log configuration for clusters, in a separate process with log4j only. */
class FlinkLogTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int HOSTILE = 300;

  @TempDir private static Path folder;

  private static List<String> console;

  /** The program that logs. */
  public static final class Program {
    /** Text that callers may inject into log messages. */
    private static final List<String> PIECES =
        List.of(
            "\n",
            "\r",
            "\0",
            "\u001b[2J",
            "\u009b31m",
            "\u0085",
            "\u2028",
            "\u202e",
            "\ud800",
            "\ud83d\ude00",
            "\\",
            "\"",
            "\",\"level\":\"ERROR\",\"x\":\"",
            "\"}\n{\"level\":\"FATAL\"}",
            "${env:PATH}",
            "%m%n",
            "{}");

    private Program() {}

    public static void main(String[] args) {
      Logger logger = LogManager.getLogger("io.darkroom.operator.FrameLog");
      ThreadContext.putAll(
          Map.of("correlation_id", "c-1", "stream", "cam", "pipeline", "p", "trace_id", "t"));
      logger.info("one \"line\"");
      ThreadContext.clearAll();
      logger.debug("not logged");
      logger.error("failed", new IllegalStateException("why", new RuntimeException("deeper")));
      Random random = new Random(1);
      for (int i = 0; i < HOSTILE; i++) {
        String sent = hostile(random);
        logger.warn("said {}", sent, new IllegalStateException(sent, new RuntimeException(sent)));
      }
      logger.warn("huge {}", "x\u0000".repeat(1 << 20));
    }

    private static String hostile(Random random) {
      StringBuilder sent = new StringBuilder();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        sent.append(PIECES.get(random.nextInt(PIECES.size())));
        sent.append((char) random.nextInt(1 << 16));
      }
      return sent.toString();
    }
  }

  @BeforeAll
  static void log() throws Exception {
    Path configuration =
        ChartFiles.FILES.resolve("flink/log4j-console.properties").toAbsolutePath();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j.configurationFile=" + configuration.toUri(),
                "-Dlog.file=" + folder.resolve("flink.log"),
                "-cp",
                classPath(),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    console =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(console.toString()).isZero();
  }

  private static String classPath() {
    return Stream.of(Program.class, LogManager.class, LoggerContext.class, JsonTemplateLayout.class)
        .map(FlinkLogTest::place)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writesOneObjectPerLineWithTheFieldsOfTheGateway() throws Exception {
    assertThat(console).hasSize(2 + HOSTILE + 1);
    JsonNode line = JSON.readTree(console.get(0));
    assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:.*");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo("io.darkroom.operator.FrameLog");
    assertThat(line.path("thread").asText()).isEqualTo("main");
    assertThat(line.path("message").asText()).isEqualTo("one \"line\"");
    assertThat(line.path("service").asText()).isEqualTo("darkroom-job");
    assertThat(line.path("version").asText()).isNotEmpty();
    assertThat(line.path("correlation_id").asText()).isEqualTo("c-1");
    assertThat(line.path("stream").asText()).isEqualTo("cam");
    assertThat(line.path("pipeline").asText()).isEqualTo("p");
    assertThat(line.path("trace_id").asText()).isEqualTo("t");
    assertThat(line.has("span_id")).isFalse();
  }

  @Test
  void writesAnExceptionIntoItsLine() throws Exception {
    JsonNode line = JSON.readTree(console.get(1));
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("exception").asText())
        .startsWith("java.lang.IllegalStateException: why")
        .contains("Caused by: java.lang.RuntimeException: deeper");
  }

  @Test
  void writesTheSameLinesToTheFileOfFlinksWebPage() throws Exception {
    assertThat(Files.readAllLines(folder.resolve("flink.log"))).isEqualTo(console);
  }

  @Test
  void escapesLineBreaksForgedFieldsAndControlCharacters() throws Exception {
    for (String text : console.subList(2, 2 + HOSTILE)) {
      JsonNode line = JSON.readTree(text);
      assertThat(line.path("level").asText()).isEqualTo("WARN");
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly(
              "time", "level", "logger", "thread", "message", "service", "version", "exception");
      assertThat(line.path("message").asText()).startsWith("said ");
      assertThat(text.codePoints().filter(FlinkLogTest::isHarmful)).as(text).isEmpty();
    }
  }

  private static boolean isHarmful(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  @Test
  void truncatesAHugeValue() throws Exception {
    String line = console.get(2 + HOSTILE);

    assertThat(line).hasSizeLessThan(40_000);
    assertThat(JSON.readTree(line).path("message").asText()).endsWith("...[cut]");
  }
}
