package dev.tocsin.domain.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. */
final class Table {
  private final StringBuilder out = new StringBuilder();

  Table(String... titles) {
    row(List.of(titles));
    row(Arrays.stream(titles).map(title -> "---").toList());
  }

  void row(List<String> cells) {
    out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
