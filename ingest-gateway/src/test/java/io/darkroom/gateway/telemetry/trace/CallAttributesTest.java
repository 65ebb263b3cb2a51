package io.darkroom.gateway.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.config.TelemetryConfig.ClientAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallAttributesTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.177, FULL, 192.0.2.177",
    "192.0.2.177, TRUNCATED, 192.0.2.0",
    "192.0.2.177, OFF, ''",
    "2001:db8:1:2:3:4:5:6, FULL, 2001:db8:1:2:3:4:5:6",
    "2001:db8:1:2:3:4:5:6, TRUNCATED, 2001:db8:1:0:0:0:0:0",
    "2001:db8:1:2:3:4:5:6, OFF, ''"
  })
  void showsTheAllowedPartOfAnAddress(String address, ClientAddress shown, String expected)
      throws UnknownHostException {
    assertThat(CallAttributes.shown(InetAddress.getByName(address), shown)).isEqualTo(expected);
  }
}
