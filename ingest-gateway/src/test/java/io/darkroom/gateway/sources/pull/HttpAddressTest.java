package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {

  @Test
  void takesHostsWithUnderscores() {
    HttpAddress address = HttpAddress.parse("http://ann:x@cam_1:8080/a?b");
    assertThat(address.host()).isEqualTo("cam_1");
    assertThat(address.port()).isEqualTo(8080);
    assertThat(address.userInfo()).contains("ann:x");
    assertThat(address.text()).isEqualTo("http://cam_1:8080/a?b");
  }

  @ParameterizedTest
  @CsvSource({
    "http://cam/a b|{c}, http://cam:80/a%20b%7C%7Bc%7D",
    "https://[2001:db8::1]/x, https://[2001:db8::1]:443/x",
    "http://cam/küche, http://cam:80/k%C3%BCche",
    "http://cam?x=1, http://cam:80/?x=1"
  })
  void escapesWhatServersWriteUnescaped(String text, String expected) {
    assertThat(HttpAddress.parse(text).text()).isEqualTo(expected);
  }

  @Test
  void resolvesEntries() {
    HttpAddress base = HttpAddress.parse("http://cam_1/a/list.m3u8?token=1");
    assertThat(base.resolve("../b/0.ts?x").text()).isEqualTo("http://cam_1:80/b/0.ts?x");
    assertThat(base.resolve("//other/0.ts").text()).isEqualTo("http://other:80/0.ts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://cam/a", "http:///a", "a", "http://c[m/"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> HttpAddress.parse(text)).isInstanceOf(DarkroomException.class);
  }
}
