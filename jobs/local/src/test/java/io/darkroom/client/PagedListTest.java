package io.darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagedListTest {

  private final List<String> read = new ArrayList<>();

  @Test
  void stopsIfTheServerNeverSendsALastPage() {
    assertThatThrownBy(() -> PagedList.read("v1/things", "things", this::pageWithANewToken))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("nextPageToken: still set on page 1000 (expected: empty)");
    assertThat(read).hasSize(PagedList.MAX_PAGES).doesNotHaveDuplicates();
  }

  private JsonNode pageWithANewToken(String path) {
    read.add(path);
    return JsonNodeFactory.instance.objectNode().put("nextPageToken", "t" + read.size());
  }
}
