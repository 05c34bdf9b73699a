package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.badges.ProjectBadges;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.people.offers.ProjectOffers;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The one page on which a project's settings, keys and members stand. */
final class SettingsPage {

  private final Keys keys;
  private final Members members;
  private final Invitations invitations;
  private final ProjectOffers offers;
  private final ProjectChannels channels;
  private final ProjectBadges badges;
  private final Cookies cookies;
  private final String pingUrl;

  SettingsPage(
      Keys keys,
      Members members,
      Invitations invitations,
      ProjectOffers offers,
      ProjectChannels channels,
      ProjectBadges badges,
      Cookies cookies,
      String pingUrl) {
    this.keys = keys;
    this.members = members;
    this.invitations = invitations;
    this.offers = offers;
    this.channels = channels;
    this.badges = badges;
    this.cookies = cookies;
    this.pingUrl = pingUrl;
  }

  Answer show(Visit visit, Project project) {
    return page(visit, project, 200, Once.NOTHING, Problems.none());
  }

  /** With what was typed, and what is wrong with it. */
  Answer wrong(Visit visit, Project project, Problems problems) {
    return page(visit, project, 422, Once.NOTHING, problems);
  }

  /** The one page that shows a key: it is kept as a hash. */
  Answer withKey(Visit visit, Project project, String key) {
    return page(visit, project, 200, new Once(key, Optional.empty()), Problems.none());
  }

  /** The one page that shows the link of an invitation: its token is kept as a hash. */
  Answer withInvitation(Visit visit, Project project, Invitations.Made made) {
    return page(visit, project, 200, new Once("", Optional.of(made)), Problems.none());
  }

  /** What is shown this once: a key, or nothing; an invitation. */
  private record Once(String key, Optional<Invitations.Made> invited) {
    static final Once NOTHING = new Once("", Optional.empty());
  }

  /** Back to the page after a change, or the page with what is wrong, at the field. */
  <T> Answer after(
      Visit visit, Project project, String field, Outcome<T> outcome, Function<T, String> note) {
    return outcome.either(
        value -> back(project, note.apply(value)),
        refused ->
            switch (refused.reason()) {
              case MISSING -> Answer.NOT_FOUND;
              case FORBIDDEN, INVALID, CONFLICT ->
                  wrong(visit, project, Problems.of(field, refused.sentence()));
            });
  }

  Answer back(Project project, String note) {
    return Answer.redirect("/projects/%s/settings".formatted(project.code()))
        .cookie(cookies.note(note));
  }

  private Answer page(Visit visit, Project project, int status, Once once, Problems problems) {
    boolean manages = project.mayManage();
    return visit.page(
        status,
        Optional.of(project),
        "settings",
        "Project settings",
        "pages/project.jte",
        Map.ofEntries(
            Map.entry("project", project),
            Map.entry("me", visit.account()),
            Map.entry("keys", manages ? keys.of(KeyHolder.project(project.id())) : List.of()),
            Map.entry("members", members.of(project.id())),
            Map.entry("invitations", manages ? invitations.of(project.id()) : List.of()),
            Map.entry("offer", offers.of(project.id())),
            Map.entry("channels", channels.list(project.id())),
            Map.entry("newKey", once.key()),
            Map.entry("invited", once.invited()),
            Map.entry("mailWorks", invitations.mailed()),
            Map.entry("pingUrl", pingUrl),
            Map.entry("badges", badges.links(project.id(), project.name())),
            Map.entry("typed", new Typed(visit, status == 422)),
            Map.entry("problems", problems)));
  }
}
