package io.darkroom.engine;

import io.darkroom.filter.CpuForm;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Composes operations into fewer ones with exactly the same results.
 *
 * <p>Everything that follows a gray value depends only on its 256 values: the operations run once
 * on a ramp of them, and the results become a table. Consecutive tables become one table, and
 * tables that change nothing are removed. Operations that mix the channels of a colour round and
 * clamp their results, so two of them cannot become one.
 */
final class Composition {

  private static final int VALUES = 256;

  private final List<PointOperation> composed = new ArrayList<>();

  private Composition() {}

  static List<PointOperation> of(List<PointOperation> operations, int channels) {
    return new Composition().compose(operations, channels);
  }

  private List<PointOperation> compose(List<PointOperation> operations, int channelsIn) {
    int channels = channelsIn;
    for (int i = 0; i < operations.size(); i++) {
      if (channels == 1) {
        add(onGray(operations.subList(i, operations.size())));
        break;
      }
      add(operations.get(i));
      channels = operations.get(i).channelsOut(channels);
    }
    return withoutIdentities();
  }

  /** Keeps at least one operation, so that there is something to run. */
  private List<PointOperation> withoutIdentities() {
    List<PointOperation> needed =
        composed.stream().filter(operation -> !changesNothing(operation)).toList();
    return needed.isEmpty() ? List.of(composed.get(0)) : needed;
  }

  /** Three tables always count as a change: they turn a gray picture into colour. */
  private static boolean changesNothing(PointOperation operation) {
    return operation instanceof Lookup lookup
        && lookup.tables().size() == 1
        && Arrays.equals(lookup.tables().get(0), Tables.of(v -> v));
  }

  private void add(PointOperation operation) {
    int last = composed.size() - 1;
    if (last >= 0
        && composed.get(last) instanceof Lookup before
        && operation instanceof Lookup after) {
      composed.set(last, chained(before, after));
    } else {
      composed.add(operation);
    }
  }

  private static Lookup chained(Lookup before, Lookup after) {
    int channels = Math.max(before.tables().size(), after.tables().size());
    List<byte[]> tables = new ArrayList<>(channels);
    for (int channel = 0; channel < channels; channel++) {
      byte[] first = before.tables().get(channel % before.tables().size());
      byte[] second = after.tables().get(channel % after.tables().size());
      byte[] both = new byte[VALUES];
      for (int v = 0; v < VALUES; v++) {
        both[v] = second[first[v] & 0xff];
      }
      tables.add(both);
    }
    return new Lookup(tables);
  }

  private static Lookup onGray(List<PointOperation> operations) {
    try (CpuForm form = PointOperation.form(operations)) {
      return Tables.ofGray(form);
    }
  }
}
