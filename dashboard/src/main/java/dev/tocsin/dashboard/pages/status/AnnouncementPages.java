package dev.tocsin.dashboard.pages.status;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.told.Announcement;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.told.Wording;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What is announced on a status page: incidents, maintenance, and what is said about them. */
final class AnnouncementPages {

  private final Announcements announcements;
  private final StatusEditing editing;
  private final Cookies cookies;

  AnnouncementPages(Announcements announcements, StatusEditing editing, Cookies cookies) {
    this.announcements = announcements;
    this.editing = editing;
    this.cookies = cookies;
  }

  Answer announce(Visit visit, Project project, StatusPage page) {
    SayForm say = SayForm.entered(visit::field);
    Instant now = visit.viewer().now();
    Optional<Wording> wording = say.wording(now);
    if (wording.isEmpty()) {
      return again(visit, project, page, say, "Enter when it starts and ends.");
    }
    return announcements
        .create(project.id(), page.code(), wording.get(), visit.account().email(), now)
        .either(
            made -> editing.back(project, page, "Announced."),
            refused -> again(visit, project, page, say, refused.sentence()));
  }

  private Answer again(Visit visit, Project project, StatusPage page, SayForm say, String problem) {
    return editing.edit(
        visit, project, page, 422, PageForm.of(page), say, Problems.of("say", problem));
  }

  Answer say(Visit visit, Project project, StatusPage page) {
    Optional<UUID> code = visit.code("announcement");
    Optional<State> state = state(visit.field("state"));
    if (code.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    if (state.isEmpty()) {
      return again(visit, project, page, SayForm.blank("UTC"), "Choose how far it is.");
    }
    Outcome<Announcement> said =
        announcements.update(
            project.id(),
            page.code(),
            code.get(),
            state.get(),
            visit.field("body").strip().replace("\r\n", "\n"),
            visit.field("tell").equals("on"),
            visit.account().email(),
            visit.viewer().now());
    return said.either(
        done -> editing.back(project, page, "Said."),
        refused ->
            refused.reason() == Outcome.Reason.MISSING
                ? Answer.NOT_FOUND
                : again(visit, project, page, SayForm.blank("UTC"), refused.sentence()));
  }

  private static Optional<State> state(String word) {
    try {
      return Optional.of(State.of(word));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Answer delete(Visit visit, Project project, StatusPage page) {
    return visit
        .code("announcement")
        .map(code -> announcements.delete(project.id(), page.code(), code, visit.account().email()))
        .map(
            outcome ->
                outcome.either(
                    gone ->
                        Answer.redirect(StatusEditing.path(project, page))
                            .cookie(cookies.note("Deleted.")),
                    refused -> Answer.NOT_FOUND))
        .orElse(Answer.NOT_FOUND);
  }
}
