package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

  private final AddressRules strict = new AddressRules(List.of());
  private final AddressRules everythingAllowed = new AddressRules(List.of("0.0.0.0/0", "::/0"));

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void allowsPublicAddresses(String host) {
    assertThat(strict.resolve(host)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "127.0.0.1",
        "127.255.0.1",
        "localhost",
        "100.64.0.1",
        "100.127.255.255",
        "198.18.0.1",
        "::1",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:10.0.0.1",
        "::ffff:7f00:1",
        "2002:0a00:0001::",
        "2002:7f00:1::1",
        "64:ff9b::10.0.0.1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:a00:1"
      })
  void allowsPrivateAddressesOnlyIfListed(String host) {
    assertForbidden(strict, host);
    assertThat(everythingAllowed.resolve(host)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "::",
        "fe80::1",
        "febf::1",
        "ff02::1",
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::1",
        "::169.254.169.254",
        "2001:0:1::1",
        "2001:20::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "::ffff:0:169.254.169.254"
      })
  void neverAllowsReservedAddresses(String host) {
    assertForbidden(strict, host);
    assertForbidden(everythingAllowed, host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0x7f.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "0300.0250.1.1",
        "127.0.0.0x1",
        "2852039166",
        "0xa9fea9fe",
        "127.0.0.1.",
        "10.1."
      })
  void refusesUnusualSpellingsOfAddresses(String host) {
    assertForbidden(everythingAllowed, host);
  }

  @Test
  void allowsExactlyTheListedHostOrRange() {
    AddressRules rules = new AddressRules(List.of("LocalHost", "10.1.0.0/16", "fd00:1::/32"));
    assertThat(rules.resolve("localhost").isLoopbackAddress()).isTrue();
    assertThat(rules.resolve("10.1.2.3")).isNotNull();
    assertThat(rules.resolve("fd00:1::7")).isNotNull();
    assertForbidden(rules, "127.0.0.1");
    assertForbidden(rules, "10.2.0.1");
    assertForbidden(rules, "fd00:2::7");
  }

  @Test
  void reportsAnUnknownNameAsUnavailable() {
    assertThatThrownBy(() -> strict.resolve("nobody.invalid"))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "::/129", "300.0.0.0/8", "10.0.0.0/", "1::2::3/8"})
  void refusesInvalidRanges(String entry) {
    assertThatThrownBy(() -> new AddressRules(List.of(entry)))
        .isInstanceOfSatisfying(
            DarkroomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  private static void assertForbidden(AddressRules rules, String host) {
    assertThatThrownBy(() -> rules.resolve(host))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }
}
