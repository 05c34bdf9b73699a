package dev.tocsin.dashboard.status.told;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people tell the visitors of a page about one matter.
 *
 * @param starts when it began, or is planned to begin
 * @param ends when it ended, or is planned to end; null: it goes on
 * @param updates what was said about it, oldest first
 */
public record Announcement(
    long id,
    UUID code,
    Kind kind,
    String title,
    Impact impact,
    Instant starts,
    @Nullable Instant ends,
    String author,
    List<Update> updates) {

  /** What it is about. */
  public enum Kind {
    INCIDENT,
    MAINTENANCE;

    /** As it is stored and called in the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} for any other word. */
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What visitors notice of it. */
  public enum Impact {
    NONE,
    MINOR,
    MAJOR;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} for any other word. */
    public static Impact of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** How far people are with it. */
  public enum State {
    INVESTIGATING(Kind.INCIDENT, "Investigating"),
    IDENTIFIED(Kind.INCIDENT, "Identified"),
    WATCHING(Kind.INCIDENT, "Watching"),
    RESOLVED(Kind.INCIDENT, "Resolved"),
    PLANNED(Kind.MAINTENANCE, "Planned"),
    UNDER_WAY(Kind.MAINTENANCE, "Under way"),
    DONE(Kind.MAINTENANCE, "Done");

    private final Kind kind;
    private final String title;

    State(Kind kind, String title) {
      this.kind = kind;
      this.title = title;
    }

    /** What it can be said of. */
    public Kind kind() {
      return kind;
    }

    /** For people. */
    public String title() {
      return title;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the matter is over with it. */
    public boolean isEnd() {
      return this == RESOLVED || this == DONE;
    }

    /** Throws {@link IllegalArgumentException} for any other word. */
    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What somebody said about it. */
  public record Update(long id, Instant at, State state, String body, String author) {}

  public Announcement {
    updates = List.copyOf(updates);
  }

  /** Whether it has begun and is not over. */
  public boolean isOn(Instant now) {
    return !now.isBefore(starts) && (ends == null || now.isBefore(ends));
  }

  /** Whether it is yet to come. */
  public boolean isPlanned(Instant now) {
    return now.isBefore(starts);
  }

  /** The last word about it; when it was announced, if nothing was said. */
  public Instant lastChange() {
    return updates.isEmpty() ? starts : updates.get(updates.size() - 1).at();
  }

  /** How far it is: the last update says so, but time goes on by itself with maintenance. */
  public State state(Instant now) {
    if (kind == Kind.INCIDENT) {
      return updates.isEmpty() ? State.INVESTIGATING : updates.get(updates.size() - 1).state();
    }
    return isPlanned(now) ? State.PLANNED : isOn(now) ? State.UNDER_WAY : State.DONE;
  }
}
