package dev.tocsin.dashboard.metrics;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Text in the format of Prometheus: families of samples, each with its help and type, separated by
 * blank lines.
 */
final class Exposition {

  /** What the numbers of a family mean. */
  enum Type {
    GAUGE,
    COUNTER;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final StringBuilder text;
  private String name = "";

  /**
   * @param expected how many characters there may be: a text that grows is copied each time
   */
  Exposition(int expected) {
    this.text = new StringBuilder(expected);
  }

  /** Begins a family; the samples that follow are its own. */
  Exposition family(String called, Type type, String help) {
    name = called;
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type.word()).append('\n');
    return this;
  }

  /**
   * A sample of the current family.
   *
   * @param labels from {@link #labels}, or empty
   */
  void sample(String labels, long value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
  }

  /** As {@link #sample(String, long)}. */
  void sample(String labels, boolean value) {
    sample(labels, value ? 1 : 0);
  }

  /** A duration in seconds, with as many decimals as it needs. */
  void sample(String labels, Duration value) {
    seconds(labels, value.getSeconds(), value.getNano());
  }

  /** A UNIX time in seconds, with as many decimals as it needs. */
  void sample(String labels, Instant value) {
    seconds(labels, value.getEpochSecond(), value.getNano());
  }

  private void seconds(String labels, long seconds, int nanos) {
    if (nanos == 0) {
      sample(labels, seconds);
      return;
    }
    BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    String decimals = exact.stripTrailingZeros().toPlainString();
    text.append(name).append(labels).append(' ').append(decimals).append('\n');
  }

  /** A block of labels, from names and values in turn. */
  static String labels(String... namesAndValues) {
    StringBuilder block = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.append(i == 0 ? "" : ", ").append(namesAndValues[i]).append("=\"");
      block.append(escaped(namesAndValues[i + 1])).append('"');
    }
    return block.append('}').toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
