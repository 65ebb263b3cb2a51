package io.darkroom.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats rows in aligned columns. An empty cell is printed as a dash, so that programs can split
 * lines at blanks.
 */
final class Table {

  private final List<String[]> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(header);
  }

  Table row(Object... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      String text = Text.printable(String.valueOf(cells[i]));
      row[i] = text.isBlank() ? "-" : text;
    }
    rows.add(row);
    return this;
  }

  void print(PrintWriter out) {
    int[] widths = widths();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i + 1 < row.length) {
          line.append(" ".repeat(widths[i] - row[i].length() + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return widths;
  }
}
