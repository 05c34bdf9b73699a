package dev.tocsin.alerter.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a part of this process says that people have to look into, all in one message. */
public final class Trouble implements Condition {

  private final String part;
  private final String node;
  private final Supplier<List<String>> lines;

  /**
   * @param part for example "ping-listener"
   * @param lines a line for each trouble; empty: none
   */
  public Trouble(String part, String node, Supplier<List<String>> lines) {
    this.part = part;
    this.node = node;
    this.lines = lines;
  }

  @Override
  public List<Finding> find() {
    List<String> now = lines.get();
    if (now.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(now);
    all.add("Its log has more. Alerts about missed deadlines may wait for it.");
    return List.of(
        new Finding(
            Finding.key("trouble-" + part, node),
            "the %s on %s needs somebody".formatted(part, node),
            all,
            "When a listener needs somebody"));
  }
}
