package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerFilesTest {

  private static final Path FILE = ChartFiles.FILES.resolve("alertmanager/alertmanager.yml");

  @Test
  void alertmanagerAcceptsTheConfiguration() throws Exception {
    Tool.Run run = Tool.amtool().run("check-config", FILE);

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DarkroomJobDown | critical | pagerduty,slack",
        "DarkroomGpuDead | critical | pagerduty,slack",
        "DarkroomGpuHot | warning | slack",
        "SomethingElse | info | slack"
      })
  void sendsAllAlertsToSlackAndCriticalOnesToPagerDuty(
      String alert, String severity, String receivers) throws Exception {
    Tool.Run run =
        Tool.amtool()
            .run(
                "config",
                "routes",
                "test",
                "--config.file=" + FILE,
                "--verify.receivers=" + receivers,
                "alertname=" + alert,
                "severity=" + severity);

    assertThat(run.exitCode()).as(run.output()).isZero();
  }
}
