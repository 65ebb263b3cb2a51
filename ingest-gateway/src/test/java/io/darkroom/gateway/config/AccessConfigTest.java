package io.darkroom.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessConfigTest {

  private static final AccessConfig ANYONE = new AccessConfig(true, Set.of(), Set.of());

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8", "::1"})
  void servesThisMachineWithoutAuthentication(String host) {
    AccessConfig.DEFAULT.requireSafe(host);
    assertThat(AccessConfig.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "::", "192.0.2.1", "2001:db8::1"})
  void servesOthersOnlyIfAnyoneMayCall(String host) {
    assertThatThrownBy(() -> AccessConfig.DEFAULT.requireSafe(host))
        .isInstanceOf(DarkroomException.class)
        .hasMessageStartingWith("--host: " + (host.isEmpty() ? "all addresses" : host))
        .hasMessageContaining("--allow-anonymous");
    ANYONE.requireSafe(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-host.invalid"})
  void refusesANameThatIsUnknown(String host) {
    assertThatThrownBy(() -> AccessConfig.DEFAULT.requireSafe(host))
        .hasMessageContaining("an address or name of this machine");
  }
}
