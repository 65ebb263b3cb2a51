package io.darkroom.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLinesTest {

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Logger logger = context.getLogger("io.darkroom.Some");

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.setService("some");
    lines.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(lines);
    appender.setOutputStream(written);
    appender.start();
    context.getLogger("ROOT").addAppender(appender);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void writesOneObjectWithTheFieldsForSearching() {
    logger.atInfo().addKeyValue("status", 200).log("said {}", "so");

    JsonNode line = only();
    assertThat(line.get("time").asString()).startsWith("2");
    assertThat(line.get("level").asString()).isEqualTo("INFO");
    assertThat(line.get("logger").asString()).isEqualTo("io.darkroom.Some");
    assertThat(line.get("thread").asString()).isEqualTo(Thread.currentThread().getName());
    assertThat(line.get("message").asString()).isEqualTo("said so");
    assertThat(line.get("service").asString()).isEqualTo("some");
    assertThat(line.get("version").asString()).isNotEmpty();
    assertThat(line.get("status").asInt()).isEqualTo(200);
  }

  @Test
  void writesAnExceptionAsARedactedFieldOfTheSameLine() {
    logger.error("no answer", new IllegalStateException("rtsp://eve:hunter2@camera/1 is away"));

    assertThat(only().get("exception").asString())
        .contains("IllegalStateException: rtsp://***@camera/1 is away")
        .contains("at io.darkroom")
        .doesNotContain("hunter2");
  }

  @Test
  void redactsSecretsInMessages() {
    logger.info("token=abc123&x=1 Authorization: Bearer xyz9 {\"password\":\"pw7\"} api_key: k5");

    assertThat(only().get("message").asString())
        .isEqualTo("token=***&x=1 Authorization: Bearer *** {\"password\":\"***\"} api_key: ***");
  }

  @Test
  void leavesOutAndCountsRepeatedLines() {
    RepeatedLines filter = new RepeatedLines();
    filter.setMaximum(3);
    filter.setWindowMillis(600_000);
    filter.setExempt("io.darkroom.Other");
    context.addTurboFilter(filter);
    long before = WrittenLines.leftOut();

    for (int i = 0; i < 10; i++) {
      logger.warn("again {}", i);
      context.getLogger("io.darkroom.Other").warn("wanted {}", i);
    }

    assertThat(lines()).filteredOn(line -> message(line).startsWith("again")).hasSize(3);
    assertThat(lines()).filteredOn(line -> message(line).startsWith("wanted")).hasSize(10);
    assertThat(WrittenLines.leftOut() - before).isEqualTo(7);
  }

  @Test
  void reportsTheNumberOfOmittedLinesAfterTheWindow() {
    RepeatedLines filter = new RepeatedLines();
    filter.setMaximum(1);
    filter.setWindowMillis(600_000);
    context.addTurboFilter(filter);
    logger.warn("again {}", 1);
    logger.warn("again {}", 2);
    logger.warn("again {}", 3);

    filter.endWindow();
    logger.info("later");

    assertThat(lines().stream().map(LogLinesTest::message))
        .containsExactly("again 1", "left out 2 more lines like: again {}", "later");
  }

  @Test
  void usesTheRequestedFormatOrTheDefaultForTheTerminal() {
    assertThat(LogFormat.of("text", false)).isEqualTo("text");
    assertThat(LogFormat.of("json", true)).isEqualTo("json");
    assertThat(LogFormat.of(null, true)).isEqualTo("text");
    assertThat(LogFormat.of(null, false)).isEqualTo("json");
  }

  private static String message(JsonNode line) {
    return line.get("message").asString();
  }

  private JsonNode only() {
    assertThat(lines()).hasSize(1);
    return lines().get(0);
  }

  private List<JsonNode> lines() {
    JsonMapper mapper = JsonMapper.builder().build();
    return written.toString(StandardCharsets.UTF_8).lines().map(mapper::readTree).toList();
  }
}
