package io.darkroom.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

  private final AllowedHosts hosts =
      new AllowedHosts(Set.of("darkroom.example.com", "*.cluster.local"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:8080",
        "camera.localhost:8080",
        "127.0.0.1:8080",
        "192.168.1.20",
        "[::1]:8080",
        "[fe80::1]",
        "darkroom.example.com",
        "Darkroom.Example.com.:443",
        "gateway.darkroom.svc.cluster.local:8080"
      })
  void allows(String authority) {
    assertThat(hosts.allow(authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "notlocalhost",
        "evil-darkroom.example.com",
        "darkroom.example.com.evil.example",
        "cluster.local",
        ".cluster.local",
        "evilcluster.local",
        "127.0.0.1.evil.example",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "[::1",
        "[evil.example]",
        "user@localhost",
        "*"
      })
  void refuses(String authority) {
    assertThat(hosts.allow(authority)).isFalse();
  }

  @Test
  void refusesACallWithoutAHost() {
    assertThat(hosts.allow(null)).isFalse();
  }

  @Test
  void canAllowAnyName() {
    assertThat(new AllowedHosts(Set.of("*")).allow("any.example")).isTrue();
  }
}
