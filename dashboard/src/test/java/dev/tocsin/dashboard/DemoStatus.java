package dev.tocsin.dashboard;

import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.dashboard.status.Section;
import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.told.Wording;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A status page with something to say. */
final class DemoStatus {

  private final Announcements announcements;
  private final long project;
  private final UUID page;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  private DemoStatus(Db db, long project) {
    this.announcements = new Announcements(db);
    this.project = project;
    PageEdit edit =
        new PageEdit(
            "shop",
            "The Shop",
            "How the shop, its payments and its mails are doing.",
            Optional.of("status.shop.example"),
            PageEdit.Password.KEEP,
            List.of("billing", "mail", "web"),
            List.of(
                new Section("Payments", List.of("billing")), new Section("Mails", List.of("mail"))),
            true);
    this.page =
        new PageChanges(db, "http://127.0.0.1").create(project, edit, "cli").orElseThrow().code();
  }

  static void fill(Db db, long project) {
    DemoStatus demo = new DemoStatus(db, project);
    Instant monday = demo.now.minus(Duration.ofDays(6));
    UUID mails =
        demo.say(
            Kind.INCIDENT,
            "Mails are late",
            Impact.MINOR,
            monday,
            null,
            State.INVESTIGATING,
            "Confirmations of orders arrive up to an hour late. Orders themselves are safe.");
    demo.announcements
        .update(
            project,
            demo.page,
            mails,
            State.RESOLVED,
            "The queue is empty, and mails go out at once again.",
            false,
            "ada@example.org",
            monday.plus(Duration.ofHours(2)))
        .orElseThrow();
    demo.say(
        Kind.INCIDENT,
        "Card payments fail for some",
        Impact.MAJOR,
        demo.now.minus(Duration.ofMinutes(40)),
        null,
        State.IDENTIFIED,
        "Our payment provider has trouble with cards of one bank. Other cards and transfers work.");
    demo.say(
        Kind.MAINTENANCE,
        "Move to new servers",
        Impact.NONE,
        demo.now.plus(Duration.ofDays(2)),
        demo.now.plus(Duration.ofDays(2)).plus(Duration.ofHours(3)),
        State.PLANNED,
        "The shop is there all the time, payments pause for a few minutes.");
  }

  private UUID say(
      Kind kind,
      String title,
      Impact impact,
      Instant starts,
      @Nullable Instant ends,
      State state,
      String body) {
    Wording wording = new Wording(kind, title, impact, starts, ends, state, body, false);
    Instant at = starts.isAfter(now) ? now.minus(Duration.ofDays(1)) : starts;
    return announcements.create(project, page, wording, "ada@example.org", at).orElseThrow().code();
  }
}
