package io.darkroom.engine;

import io.darkroom.filter.CpuForm;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes few operations of many, without changing a single result.
 *
 * <p>Whatever follows a gray value depends on its 256 values alone: the operations are run once on
 * a ramp of them, and their results are a table. Tables after tables are one table, and none where
 * they change nothing. What mixes the channels of a colour rounds and cuts its results, so that two
 * of these cannot become one.
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

  /** At least one operation is left, so that there is something to run. */
  private List<PointOperation> withoutIdentities() {
    List<PointOperation> needed =
        composed.stream().filter(operation -> !changesNothing(operation)).toList();
    return needed.isEmpty() ? List.of(composed.get(0)) : needed;
  }

  /** Three tables always may: they make colour of a gray picture. */
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
