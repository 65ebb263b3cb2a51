package io.darkroom.gateway.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.resources.ChangeLog.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeLogTest {

  private record Item(String id, int value) {}

  private final Map<String, Item> present = new TreeMap<>();
  private final ChangeLog<Item> log = logOf(present);

  private static ChangeLog<Item> logOf(Map<String, Item> present) {
    return new ChangeLog<>(Item::id, () -> List.copyOf(present.values()));
  }

  private static void put(Map<String, Item> present, String id, int value) {
    present.put(id, new Item(id, value));
  }

  @Test
  void beginsWithASnapshotAndContinuesWithTheDifference() {
    put(present, "a", 1);
    put(present, "b", 1);
    Changes<Item> first = log.since("");
    assertThat(first.snapshot()).isTrue();
    assertThat(first.changed()).containsExactly(new Item("a", 1), new Item("b", 1));
    put(present, "a", 2);
    put(present, "c", 1);
    present.remove("b");
    Changes<Item> second = log.since(first.token());
    assertThat(second.snapshot()).isFalse();
    assertThat(second.changed()).containsExactly(new Item("a", 2), new Item("c", 1));
    assertThat(second.deleted()).containsExactly("b");
    Changes<Item> third = log.since(second.token());
    assertThat(third.changed()).isEmpty();
    assertThat(third.deleted()).isEmpty();
    assertThat(third.token()).isEqualTo(second.token());
  }

  @Test
  void continuesFromAnEmptyState() {
    Changes<Item> empty = log.since("");
    put(present, "a", 1);
    assertThat(log.since(empty.token()).snapshot()).isFalse();
  }

  @Test
  void reportsARecreatedResourceAsChangedOnly() {
    put(present, "a", 1);
    String token = log.since("").token();
    present.remove("a");
    log.since("");
    put(present, "a", 1);
    Changes<Item> changes = log.since(token);
    assertThat(changes.changed()).containsExactly(new Item("a", 1));
    assertThat(changes.deleted()).isEmpty();
  }

  @Test
  void givesASnapshotForATokenOfAnotherGateway() {
    put(present, "a", 1);
    String elsewhere = logOf(present).since("").token();
    assertThat(log.since(elsewhere).snapshot()).isTrue();
  }

  @Test
  void givesASnapshotForATokenOlderThanTheOldestKnownDeletion() {
    put(present, "kept", 1);
    IntStream.rangeClosed(0, ChangeLog.MOST_DELETIONS).forEach(i -> put(present, "n" + i, 1));
    String old = log.since("").token();
    present.remove("n0");
    String newer = log.since("").token();
    present.keySet().removeIf(id -> !id.equals("kept"));
    assertThat(log.since(old).snapshot()).isTrue();
    assertThat(log.since(newer).snapshot()).isFalse();
    assertThat(log.since(newer).deleted()).hasSize(ChangeLog.MOST_DELETIONS);
  }

  @Property(tries = 200)
  void bringsEveryFollowerToThePresentState(
      @ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> steps) {
    Map<String, Item> state = new TreeMap<>();
    ChangeLog<Item> changes = logOf(state);
    List<Map<String, Item>> followers = List.of(new HashMap<>(), new HashMap<>());
    List<String> tokens = new ArrayList<>(List.of("", ""));
    for (int step : steps) {
      String id = "id" + step % 5;
      if (step < 30) {
        state.remove(id);
      } else {
        put(state, id, step);
      }
      follow(changes, followers, tokens, step % 2);
    }
    follow(changes, followers, tokens, 0);
    follow(changes, followers, tokens, 1);
    assertThat(followers).containsExactly(state, state);
  }

  private static void follow(
      ChangeLog<Item> log, List<Map<String, Item>> followers, List<String> tokens, int which) {
    Changes<Item> changes = log.since(tokens.get(which));
    Map<String, Item> known = followers.get(which);
    if (changes.snapshot()) {
      known.clear();
    }
    known.keySet().removeAll(changes.deleted());
    changes.changed().forEach(item -> known.put(item.id(), item));
    tokens.set(which, changes.token());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0123456789ab", "0123456789ab-", "0123456789ab-1234567890123456789"})
  void refusesMalformedTokens(String token) {
    assertThatThrownBy(() -> ChangeLog.requireToken(token))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("resumeToken");
  }

  @Test
  void acceptsItsOwnTokensAndNone() {
    assertThatCode(() -> ChangeLog.requireToken(log.since("").token())).doesNotThrowAnyException();
    assertThatCode(() -> ChangeLog.requireToken("")).doesNotThrowAnyException();
  }
}
