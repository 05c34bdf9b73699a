package dev.tocsin.roles;

import java.util.ArrayList;
import java.util.List;

/** What came of trying settings: a line for each thing that was looked at. */
public final class Trial {

  /** What it means for whoever would start with them. */
  public enum Mark {
    /** As it should be. */
    OK,
    /** Another value than now. */
    CHANGE,
    /** It would start, but somebody should know. */
    WARNING,
    /** It would not work. */
    FAILED
  }

  /** One thing that was looked at. */
  public record Line(Mark mark, String text) {}

  private final List<Line> lines = new ArrayList<>();

  void ok(String text) {
    lines.add(new Line(Mark.OK, text));
  }

  void change(String text) {
    lines.add(new Line(Mark.CHANGE, text));
  }

  void warning(String text) {
    lines.add(new Line(Mark.WARNING, text));
  }

  void failed(String text) {
    lines.add(new Line(Mark.FAILED, text));
  }

  /** In the order in which they were looked at. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Whether something would not work. */
  public boolean failed() {
    return lines.stream().anyMatch(line -> line.mark() == Mark.FAILED);
  }
}
