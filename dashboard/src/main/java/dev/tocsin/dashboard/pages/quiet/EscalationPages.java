package dev.tocsin.dashboard.pages.quiet;

import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.quiet.Escalations;
import dev.tocsin.dashboard.quiet.Escalations.Step;
import dev.tocsin.dashboard.quiet.Reminders;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Whom to tell, and to tell again, when nobody acknowledges. */
public final class EscalationPages {

  /** How often a channel may be reminded, by a choice. */
  private static final List<Duration> CHOICES =
      List.of(
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(4),
          Duration.ofDays(1),
          Duration.ofDays(7));

  private final Escalations escalations;
  private final Reminders reminders;
  private final ProjectChannels channels;
  private final Cookies cookies;

  private EscalationPages(Db db, ProjectChannels channels, Cookies cookies) {
    this.escalations = new Escalations(db);
    this.reminders = new Reminders(db);
    this.channels = channels;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Db db, ProjectChannels channels, Cookies cookies) {
    EscalationPages pages = new EscalationPages(db, channels, cookies);
    String path = "/projects/:project/escalation";
    site.ofProject(HttpMethod.GET, path, pages::show);
    site.ofProject(HttpMethod.POST, path, pages::add);
    site.ofProject(HttpMethod.POST, path + "/remove", pages::remove);
    site.ofProject(HttpMethod.POST, path + "/reminders", pages::remind);
  }

  private Answer show(Visit visit, Project project) {
    return page(visit, project, 200, Problems.none());
  }

  private Answer page(Visit visit, Project project, int status, Problems problems) {
    List<ChannelRow> all = channels.of(project.id());
    return visit.page(
        status,
        Optional.of(project),
        "incidents",
        "Escalation",
        "pages/escalation.jte",
        Map.of(
            "project", project,
            "steps", escalations.of(project.id()),
            "paces", reminders.of(project.id()),
            "choices", CHOICES,
            "channels", all,
            "problems", problems));
  }

  /** Adds a step, or channels to the step of that time. */
  private Answer add(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    List<UUID> chosen =
        visit.fields("channel").stream().flatMap(code -> Visit.uuid(code).stream()).toList();
    Optional<Duration> after =
        Optional.of(visit.field("after").strip())
            .filter(text -> text.matches("[0-9]{1,5}"))
            .map(text -> Duration.ofMinutes(Long.parseLong(text)));
    Problems problems = Problems.none();
    if (after.isEmpty()) {
      problems.add("after", "Enter a number of minutes.");
    }
    if (chosen.isEmpty()) {
      problems.add("channel", "Choose at least one.");
    }
    if (!problems.isEmpty()) {
      return page(visit, project, 422, problems);
    }
    List<Step> steps = new ArrayList<>(escalations.of(project.id()));
    steps.add(new Step(after.get(), chosen));
    return save(visit, project, steps);
  }

  private Answer remove(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    List<Step> steps = new ArrayList<>(escalations.of(project.id()));
    steps.removeIf(step -> Long.toString(step.after().toSeconds()).equals(visit.field("after")));
    return save(visit, project, steps);
  }

  /** A select for each channel; what it shows that is no choice of ours stays as it is. */
  private Answer remind(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    Map<UUID, Duration> paces = new LinkedHashMap<>();
    for (ChannelRow channel : channels.of(project.id())) {
      String seconds = visit.field("every." + channel.code());
      if (seconds.matches("[1-9][0-9]{0,8}")) {
        paces.put(channel.code(), Duration.ofSeconds(Long.parseLong(seconds)));
      }
    }
    return reminders
        .replace(project.id(), paces, visit.account().email())
        .either(
            now -> back(project),
            refused -> page(visit, project, 422, Problems.of("reminders", refused.sentence())));
  }

  private Answer back(Project project) {
    return Answer.redirect("/projects/%s/escalation".formatted(project.code()))
        .cookie(cookies.note("Saved."));
  }

  private Answer save(Visit visit, Project project, List<Step> steps) {
    return escalations
        .replace(project.id(), steps, visit.account().email())
        .either(
            now -> back(project),
            refused -> page(visit, project, 422, Problems.of("after", refused.sentence())));
  }
}
