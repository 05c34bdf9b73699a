package dev.tocsin.dashboard.apply;

import java.util.List;

/**
 * Something that is wrong with a file.
 *
 * @param at the member, for example {@code checks[3].grace}
 * @param what for people
 * @param choices what may stand there instead, where that is a list; else empty
 */
public record Problem(String at, String what, List<String> choices) {
  public Problem {
    choices = List.copyOf(choices);
  }

  public Problem(String at, String what) {
    this(at, what, List.of());
  }
}
