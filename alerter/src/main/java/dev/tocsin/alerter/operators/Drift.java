package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Settings that must be the same in all processes and are not: another secret key cannot read the
 * channels, another address makes links that lead nowhere. Each process says what it has, secrets
 * as a fingerprint.
 */
public final class Drift implements Condition {

  /** A process that has said nothing for so long has ended. */
  private static final Duration LIVES = Duration.ofMinutes(1);

  private final Db db;
  private final UUID process = UUID.randomUUID();
  private final String node;
  private final String role;
  private final List<String> settings = new ArrayList<>();

  /**
   * @param settings by name; never a secret itself
   */
  public Drift(Db db, String node, String role, Map<String, String> settings) {
    this.db = db;
    this.node = node;
    this.role = role;
    new TreeMap<>(settings).forEach((name, value) -> this.settings.addAll(List.of(name, value)));
  }

  private record Said(String name, String value, String by) {}

  @Override
  public List<Finding> find() {
    sayOurs();
    Map<String, List<Said>> byName =
        db
            .query(
                "comparing the settings of all processes",
                "SELECT node, role, settings FROM processes WHERE seen_at > now() - ? ORDER BY id",
                row -> said(row.strings("settings"), row.string("node") + " " + row.string("role")),
                LIVES)
            .stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(Said::name, TreeMap::new, Collectors.toList()));
    return byName.entrySet().stream()
        .filter(one -> one.getValue().stream().map(Said::value).distinct().count() > 1)
        .map(one -> finding(one.getKey(), one.getValue()))
        .toList();
  }

  private void sayOurs() {
    db.transaction(
        "saying which settings this process has",
        tx -> {
          tx.update(
              "forgetting processes that ended",
              "DELETE FROM processes WHERE seen_at < now() - interval '1 hour'");
          return tx.update(
              "saying which settings this process has",
              """
              INSERT INTO processes (id, node, role, settings) VALUES (?, ?, ?, ?::text[])
              ON CONFLICT (id) DO UPDATE SET seen_at = now()
              """,
              process,
              node,
              role,
              settings);
        });
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
