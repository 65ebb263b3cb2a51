package io.darkroom.gateway.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.resources.ChangeLog.Changes;
import io.darkroom.v1.Pipeline;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangePartsTest {

  private static final Pipeline LARGE =
      Pipeline.newBuilder().setChain("x".repeat(ChangeParts.MOST_BYTES / 2 + 1)).build();

  private static Changes<Pipeline> snapshot(List<Pipeline> pipelines) {
    return new Changes<>(true, pipelines, List.of("gone"), "token");
  }

  @Test
  void sendsSmallChangesInOnePart() {
    Changes<Pipeline> none = snapshot(List.of());
    Changes<Pipeline> one = snapshot(List.of(LARGE));
    assertThat(ChangeParts.of(none)).containsExactly(none);
    assertThat(ChangeParts.of(one)).containsExactly(one);
  }

  @Test
  void marksOnlyTheFirstPartAsSnapshotAndOnlyTheLastWithTheToken() {
    List<Changes<Pipeline>> parts = ChangeParts.of(snapshot(Collections.nCopies(3, LARGE)));
    assertThat(parts)
        .containsExactly(
            new Changes<>(true, List.of(LARGE), List.of("gone"), ""),
            new Changes<>(false, List.of(LARGE), List.of(), ""),
            new Changes<>(false, List.of(LARGE), List.of(), "token"));
  }
}
