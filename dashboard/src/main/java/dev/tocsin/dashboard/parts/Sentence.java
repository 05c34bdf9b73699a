package dev.tocsin.dashboard.parts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sentence with instants in it, which templates show in the viewer's own time. */
public record Sentence(List<Part> parts) {

  /**
   * A piece: text, or an instant.
   *
   * @param at null for text
   */
  public record Part(String text, @Nullable Instant at) {}

  public static final Sentence EMPTY = new Sentence(List.of());

  public Sentence {
    parts = List.copyOf(parts);
  }

  /** {@code text} with each {@code {}} replaced by the next instant. */
  public static Sentence of(String text, Instant... instants) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (Instant at : instants) {
      int hole = text.indexOf("{}", from);
      parts.add(new Part(text.substring(from, hole), null));
      parts.add(new Part("", at));
      from = hole + 2;
    }
    parts.add(new Part(text.substring(from), null));
    return new Sentence(parts);
  }
}
