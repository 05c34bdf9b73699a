package dev.tocsin.dashboard.pages.deliveries;

import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.Deliveries;
import dev.tocsin.dashboard.channels.Delivery;
import dev.tocsin.dashboard.channels.DeliveryFilter;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.channels.Resends;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What was sent to whom, what became of it, all that one message told; and sending again. */
public final class DeliveryPages {

  private static final int ON_A_PAGE = 50;

  /** The longest list of one message: a lane puts no more into it. */
  private static final int MOST_IN_A_MESSAGE = 10_000;

  private final Deliveries deliveries;
  private final Resends resends;
  private final ProjectChannels channels;
  private final Cookies cookies;

  private DeliveryPages(Db db, ProjectChannels channels, Cookies cookies) {
    this.deliveries = new Deliveries(db);
    this.resends = new Resends(db);
    this.channels = channels;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Db db, ProjectChannels channels, Cookies cookies) {
    DeliveryPages pages = new DeliveryPages(db, channels, cookies);
    String all = "/projects/:project/deliveries";
    site.ofProject(HttpMethod.GET, all, pages::list);
    site.ofProject(HttpMethod.POST, all + "/:delivery/resend", pages::resend);
    site.signedIn(HttpMethod.GET, "/messages/:message", pages::message);
  }

  private static String path(Project project) {
    return "/projects/%s/deliveries".formatted(project.code());
  }

  private Answer list(Visit visit, Project project) {
    Optional<DeliveryFilter> filter = filter(visit);
    if (filter.isEmpty()) {
      return Answer.status(400);
    }
    List<Delivery> found = deliveries.ofProject(project.id(), filter.get(), ON_A_PAGE + 1);
    List<Delivery> shown = found.subList(0, Math.min(found.size(), ON_A_PAGE));
    List<ChannelRow> ways = channels.of(project.id());
    return visit.page(
        project,
        "channels",
        "What was sent",
        "pages/deliveries.jte",
        Map.of(
            "project",
            project,
            "lines",
            lines(project, ways, shown),
            "channels",
            ways,
            "channel",
            visit.query("channel"),
            "state",
            visit.query("state"),
            "older",
            found.size() > ON_A_PAGE ? older(visit, shown.get(shown.size() - 1)) : ""));
  }

  private static List<DeliveryLine> lines(
      Project project, List<ChannelRow> channels, List<Delivery> some) {
    Map<UUID, String> titles =
        channels.stream().collect(Collectors.toMap(ChannelRow::code, ChannelRow::title));
    return some.stream()
        .map(
            one ->
                new DeliveryLine(
                    one, titles.getOrDefault(one.to().code(), one.to().kind()), project.mayEdit()))
        .toList();
  }

  private static String older(Visit visit, Delivery last) {
    List<String> query = new ArrayList<>();
    for (String kept : List.of("channel", "state")) {
      if (!visit.query(kept).isEmpty()) {
        query.add(kept + "=" + visit.query(kept));
      }
    }
    query.add("before=" + last.createdAt());
    query.add("id=" + last.id());
    return "?" + String.join("&", query);
  }

  /** Which are asked for; empty: that is no question. */
  private static Optional<DeliveryFilter> filter(Visit visit) {
    String channel = visit.query("channel");
    String state = visit.query("state");
    String before = visit.query("before");
    String id = visit.query("id");
    try {
      boolean first = before.isEmpty();
      if ((!first && !id.matches("[0-9]{1,18}"))
          || (!channel.isEmpty() && Visit.uuid(channel).isEmpty())) {
        return Optional.empty();
      }
      return Optional.of(
          new DeliveryFilter(
              Visit.uuid(channel),
              state.isEmpty()
                  ? Optional.empty()
                  : Optional.of(DeliveryFilter.State.valueOf(state.toUpperCase(Locale.ROOT))),
              Instant.EPOCH,
              Schedule.NEVER,
              first ? Schedule.NEVER : Instant.parse(before),
              first ? Long.MAX_VALUE : Long.parseLong(id)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Answer resend(Visit visit, Project project) {
    String id = visit.path("delivery");
    if (!id.matches("[0-9]{1,18}")) {
      return Answer.NOT_FOUND;
    }
    String note =
        resends
            .again(project.id(), Long.parseLong(id), visit.account().email())
            .either(made -> "It is on its way again.", refused -> refused.sentence());
    return Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  /** Where links in messages lead: their lists are cut, this one is not. */
  private Answer message(Visit visit) {
    String id = visit.path("message");
    if (!id.matches("[0-9]{1,18}")) {
      return Answer.NOT_FOUND;
    }
    for (Project project : visit.projects()) {
      List<Delivery> told =
          deliveries.ofMessage(project.id(), Long.parseLong(id), MOST_IN_A_MESSAGE);
      if (!told.isEmpty()) {
        return visit.page(
            project,
            "channels",
            "Message",
            "pages/message.jte",
            Map.of("project", project, "lines", lines(project, channels.of(project.id()), told)));
      }
    }
    return Answer.NOT_FOUND;
  }
}
