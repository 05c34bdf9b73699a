package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import dev.tocsin.store.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings that must be the same in all processes and are not: another secret key cannot read the
 * channels, another address makes links that lead nowhere. Each process says what it has, secrets
 * as a fingerprint.
 */
public final class Drift implements Condition {

  private final Db db;

  public Drift(Db db) {
    this.db = db;
  }

  private record Said(String name, String value, String by) {}

  @Override
  public List<Finding> find() {
    Map<String, List<Said>> byName =
        db
            .query(
                "comparing the settings of all processes",
                "SELECT node, role, shared FROM processes WHERE seen_at > now() - ? ORDER BY id",
                row -> said(row.strings("shared"), row.string("node") + " " + row.string("role")),
                Processes.LIVES)
            .stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(Said::name, TreeMap::new, Collectors.toList()));
    return byName.entrySet().stream()
        .filter(one -> one.getValue().stream().map(Said::value).distinct().count() > 1)
        .map(one -> finding(one.getKey(), one.getValue()))
        .toList();
  }

  private static List<Said> said(List<String> namesAndValues, String by) {
    List<Said> said = new ArrayList<>();
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      said.add(new Said(namesAndValues.get(i), namesAndValues.get(i + 1), by));
    }
    return said;
  }

  private static Finding finding(String name, List<Said> all) {
    Map<String, String> who =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Said::value,
                    TreeMap::new,
                    Collectors.mapping(Said::by, Collectors.joining(", "))));
    List<String> lines = new ArrayList<>();
    who.forEach((value, by) -> lines.add("%s: %s".formatted(value, by)));
    lines.add("Give all processes the same, and start again those that have another.");
    return new Finding(
        Finding.key("drift", name), "processes differ in " + name, lines, "Settings that differ");
  }
}
