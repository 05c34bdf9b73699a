package dev.tocsin.dashboard.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads the parameters of a list that comes in pages, and remembers the first that is wrong. */
final class Parameters {

  /** Most items in one answer. */
  private static final int MOST = 1_000;

  private static final int USUAL = 100;

  private final QueryString query;
  private Optional<String> firstProblem = Optional.empty();

  Parameters(QueryString query) {
    this.query = query;
  }

  /** How many items are wanted, 1 to 1,000. */
  int limit() {
    return (int) number("limit", 1, MOST).orElse(USUAL);
  }

  /** The UNIX time of a parameter. */
  Instant instant(String name, Instant otherwise) {
    OptionalLong seconds = number(name, 0, LogRequests.LATEST);
    return seconds.isPresent() ? Instant.ofEpochSecond(seconds.getAsLong()) : otherwise;
  }

  private OptionalLong number(String name, long least, long most) {
    Optional<String> text = query.last(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong value = LogRequests.number(text.get().strip(), most);
    if (value.isEmpty() || value.getAsLong() < least) {
      note("%s must be a whole number from %d to %d".formatted(name, least, most));
      return OptionalLong.empty();
    }
    return value;
  }

  /**
   * The value of a parameter.
   *
   * @param reader empty for a text that is no value
   */
  <T> Optional<T> value(String name, Function<String, Optional<T>> reader) {
    return value(name, reader, name + " has unexpected value");
  }

  /** The same, with other words for a text that is no value. */
  <T> Optional<T> value(String name, Function<String, Optional<T>> reader, String problem) {
    Optional<String> text = query.last(name);
    Optional<T> value = text.flatMap(reader);
    if (text.isPresent() && value.isEmpty()) {
      note(problem);
    }
    return value;
  }

  private void note(String what) {
    if (firstProblem.isEmpty()) {
      firstProblem = Optional.of(what);
    }
  }

  /** What is wrong; empty if nothing is. */
  Optional<String> problem() {
    return firstProblem;
  }
}
