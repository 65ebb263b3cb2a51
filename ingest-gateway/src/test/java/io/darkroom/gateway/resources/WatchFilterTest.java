package io.darkroom.gateway.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.resources.ChangeLog.Changes;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchFilterTest {

  private record Item(String id, String group) {}

  private static final Item MINE = new Item("a", "mine");
  private static final Item OTHER = new Item("b", "other");

  private final WatchFilter<Item> filter =
      WatchFilter.of(Item::id, item -> item.group().equals("mine"));

  private static Changes<Item> changes(boolean snapshot, List<Item> changed, String... deleted) {
    return new Changes<>(snapshot, changed, List.of(deleted), "t");
  }

  @Test
  void passesOnlyMatchingResourcesAndTheirDeletions() {
    assertThat(filter.apply(changes(true, List.of(MINE, OTHER))))
        .isEqualTo(changes(true, List.of(MINE)));
    assertThat(filter.apply(changes(false, List.of(), "a", "b")))
        .isEqualTo(changes(false, List.of(), "a"));
    assertThat(filter.apply(changes(false, List.of(), "a"))).isEqualTo(changes(false, List.of()));
  }

  @Test
  void reportsResourcesThatStopMatchingAsDeleted() {
    filter.apply(changes(true, List.of(MINE, OTHER)));
    Item gone = new Item("a", "other");
    Item come = new Item("b", "mine");
    assertThat(filter.apply(changes(false, List.of(gone, come))))
        .isEqualTo(changes(false, List.of(come), "a"));
  }

  @Test
  void passesEveryDeletionToACallerThatResumed() {
    assertThat(filter.apply(changes(false, List.of(MINE, OTHER), "c")))
        .isEqualTo(changes(false, List.of(MINE), "c", "b"));
  }

  @Test
  void passesEverythingUnchangedWithoutAFilter() {
    Changes<Item> all = changes(true, List.of(MINE, OTHER), "c");
    assertThat(WatchFilter.<Item>everything().apply(all)).isSameAs(all);
  }
}
