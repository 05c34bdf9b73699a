package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Shown;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks as the list names them: ids with base 36, since there are many; joined by dots. */
final class RowIds {

  private RowIds() {}

  static String of(Shown check) {
    return Long.toString(check.id(), 36);
  }

  static String write(Collection<Shown> checks) {
    return checks.stream().map(RowIds::of).collect(Collectors.joining("."));
  }

  /** What is no id is left out. */
  static List<Long> read(String text) {
    return Stream.of(text.split("\\.", -1))
        .filter(id -> id.matches("[0-9a-z]{1,12}"))
        .map(id -> Long.parseLong(id, 36))
        .toList();
  }
}
