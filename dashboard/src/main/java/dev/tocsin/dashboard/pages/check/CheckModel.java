package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.badges.BadgeLinks;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.parts.Pill;
import dev.tocsin.dashboard.parts.RunBar;
import dev.tocsin.dashboard.parts.Sentence;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.parts.Why;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.schedule.Schedules;
import java.util.List;

/**
 * The page of a check.
 *
 * @param email the address to which pings are mailed; empty: mail is not heard
 * @param channels those that it alerts
 * @param badge its badge, for other pages
 * @param log the newest entries
 */
public record CheckModel(
    OwnCheck own,
    Shown shown,
    RunBar bar,
    String pingUrl,
    String email,
    List<ChannelRow> channels,
    BadgeLinks badge,
    List<LogEntry> log) {

  public Pill pill() {
    return Pill.of(shown);
  }

  public Sentence why() {
    return Why.of(shown);
  }

  /** In words, with the zone by whose clocks it goes. */
  public String schedule() {
    return shown.rules().schedule().inWordsWithZone();
  }

  /** The expression itself, for those who wrote it; empty for a period. */
  public String expression() {
    var set = shown.check().settings();
    return set.kind().equals(Schedules.SIMPLE) ? "" : set.schedule().strip();
  }

  public String grace() {
    return Times.span(shown.check().settings().grace());
  }

  public List<String> tags() {
    return shown.tags();
  }

  public boolean paused() {
    return shown.check().state().status() == Status.PAUSED;
  }

  public boolean waits() {
    return shown.check().state().pings() == 0;
  }

  public List<Snippets.Snippet> snippets() {
    return Snippets.of(pingUrl);
  }

  /** The address of the stream that keeps this page live. */
  public String live() {
    return "/live/checks/%s?seen=%s".formatted(shown.check().code(), shown.fingerprint());
  }
}
