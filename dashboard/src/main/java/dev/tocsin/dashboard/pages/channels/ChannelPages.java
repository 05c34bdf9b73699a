package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.GroupMembers;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.channels.ShortDowns;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Words;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The pages about channels. */
public final class ChannelPages {

  private final ProjectChannels channels;
  private final ChannelTests tests;
  private final ShortDowns shortDowns;
  private final Channels kinds;
  private final Cookies cookies;

  private ChannelPages(
      ProjectChannels channels,
      ChannelTests tests,
      ShortDowns shortDowns,
      Channels kinds,
      Cookies cookies) {
    this.channels = channels;
    this.tests = tests;
    this.shortDowns = shortDowns;
    this.kinds = kinds;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site,
      ProjectChannels channels,
      ChannelTests tests,
      ShortDowns shortDowns,
      Channels kinds,
      Cookies cookies) {
    ChannelPages pages = new ChannelPages(channels, tests, shortDowns, kinds, cookies);
    String all = "/projects/:project/channels";
    site.ofProject(HttpMethod.GET, all, pages::list);
    site.ofProject(HttpMethod.GET, all + "/new", pages::shelf);
    site.ofProject(HttpMethod.GET, all + "/new/:kind", pages::fresh);
    site.ofProject(HttpMethod.POST, all + "/new/:kind", pages::create);
    String one = "/channels/:channel";
    site.signedIn(HttpMethod.GET, one + "/edit", pages.ofChannel(pages::edit));
    site.signedIn(HttpMethod.POST, one + "/edit", pages.ofChannel(pages::update));
    site.signedIn(HttpMethod.POST, one + "/delete", pages.ofChannel(pages::delete));
    site.signedIn(HttpMethod.POST, one + "/test", pages.ofChannel(pages::test));
    site.signedIn(HttpMethod.GET, one + "/tests/:delivery", pages.ofChannel(pages::result));
  }

  private interface OfChannel {
    Answer answer(Visit visit, Project project, ChannelRow channel);
  }

  /** Settings may hold secrets: whoever may not change a channel sees its line in the list only. */
  private Page ofChannel(OfChannel page) {
    return visit -> {
      Optional<ChannelRow> channel = visit.code("channel").flatMap(channels::find);
      Optional<Project> project =
          channel.flatMap(
              c -> visit.projects().stream().filter(p -> p.id() == c.projectId()).findFirst());
      if (project.isEmpty()) {
        return Answer.NOT_FOUND;
      }
      return project.get().mayEdit()
          ? page.answer(visit, project.get(), channel.orElseThrow())
          : Answer.FORBIDDEN;
    };
  }

  private static String path(Project project) {
    return "/projects/%s/channels".formatted(project.code());
  }

  private Answer list(Visit visit, Project project) {
    return visit.page(
        project,
        "channels",
        "Channels",
        "pages/channels.jte",
        Map.of(
            "project", project,
            "channels", channels.of(project.id()),
            "health", channels.health(project.id()),
            "icons", icons(),
            "boards", KindShelf.of(kinds.kinds())));
  }

  private Map<String, String> icons() {
    return kinds.kinds().stream().collect(Collectors.toMap(ChannelKind::code, ChannelKind::icon));
  }

  private Answer shelf(Visit visit, Project project) {
    return project.mayEdit()
        ? visit.page(
            project,
            "channels",
            "New channel",
            "pages/channel-kinds.jte",
            Map.of("project", project, "boards", KindShelf.of(kinds.kinds())))
        : Answer.FORBIDDEN;
  }

  private Optional<ChannelKind> offered(Visit visit) {
    return kinds.kind(visit.path("kind")).filter(ChannelKind::offered);
  }

  private Answer fresh(Visit visit, Project project) {
    if (!project.mayEdit()) {
      return Answer.FORBIDDEN;
    }
    return offered(visit)
        .map(ChannelForm::fresh)
        .map(form -> form(visit, project, 200, Optional.empty(), form, Problems.none()))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer form(
      Visit visit,
      Project project,
      int status,
      Optional<ChannelRow> channel,
      ChannelForm form,
      Problems problems) {
    return visit.page(
        status,
        Optional.of(project),
        "channels",
        channel.map(ChannelRow::title).orElse("New channel: " + form.kind().title()),
        "pages/channel-form.jte",
        Map.of(
            "project", project,
            "channel", channel,
            "others", others(project, channel),
            "about", KindShelf.about(form.kind().code()),
            "form", form,
            "problems", problems));
  }

  /** What may be a member of a group. */
  private List<ChannelRow> others(Project project, Optional<ChannelRow> channel) {
    return channels.of(project.id()).stream()
        .filter(other -> !GroupMembers.has(other.kind()) && !other.kind().equals(RotaKind.CODE))
        .filter(other -> channel.filter(c -> c.id() == other.id()).isEmpty())
        .toList();
  }

  private Problems check(Project project, ChannelForm form, String settings) {
    return form.problems(
        channels.problems(project.id(), form.kind().code(), form.get("name").strip(), settings));
  }

  private Answer create(Visit visit, Project project) {
    Optional<ChannelKind> kind = offered(visit);
    if (kind.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    ChannelForm form = ChannelForm.entered(kind.get(), visit, channels.list(project.id()));
    Problems problems = check(project, form, form.json());
    if (!problems.isEmpty()) {
      return form(visit, project, 422, Optional.empty(), form, problems);
    }
    Optional<UUID> made =
        channels.create(
            project.id(),
            kind.get().code(),
            form.get("name").strip(),
            form.json(),
            form.on("assign"),
            visit.account().email());
    made.flatMap(channels::find).ifPresent(channel -> skipping(visit, channel, form));
    String note =
        made.isPresent()
            ? "Channel added. Send a test to see that it works."
            : "This project may have %s, and no more: delete one first."
                .formatted(Words.count(project.limits().channels(), "channel"));
    return Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  private Answer edit(Visit visit, Project project, ChannelRow channel) {
    if (channel.kind().equals(RotaKind.CODE)) {
      return Answer.redirect("/projects/%s/oncall/%s".formatted(project.code(), channel.code()));
    }
    return stored(channel)
        .map(form -> form(visit, project, 200, Optional.of(channel), form, Problems.none()))
        .orElse(Answer.NOT_FOUND);
  }

  /** With secrets masked; fields stay empty if the settings do not open with this key. */
  private Optional<ChannelForm> stored(ChannelRow channel) {
    return kinds
        .kind(channel.kind())
        .map(
            kind ->
                ChannelForm.stored(
                    kind,
                    channel.name(),
                    channel.skipShort(),
                    channels.masked(channel).orElse("{}")));
  }

  private Answer update(Visit visit, Project project, ChannelRow channel) {
    Optional<ChannelKind> kind = kinds.kind(channel.kind());
    if (kind.isEmpty() || channel.kind().equals(RotaKind.CODE)) {
      return Answer.NOT_FOUND;
    }
    ChannelForm form = ChannelForm.entered(kind.get(), visit, channels.list(project.id()));
    String settings = channels.unmasked(channel, form.json());
    Problems problems = check(project, form, settings);
    if (!problems.isEmpty()) {
      return form(visit, project, 422, Optional.of(channel), form, problems);
    }
    boolean saved =
        channels.update(channel, form.get("name").strip(), settings, visit.account().email());
    if (saved) {
      skipping(visit, channel, form);
    }
    return Answer.redirect(path(project))
        .cookie(
            cookies.note(
                saved ? "Saved." : "Not saved: somebody else changed it in this very moment."));
  }

  private void skipping(Visit visit, ChannelRow channel, ChannelForm form) {
    shortDowns.skip(channel, form.on("skip_short"), visit.account().email());
  }

  private Answer delete(Visit visit, Project project, ChannelRow channel) {
    if (!visit.field("confirm").strip().equals(channel.title())) {
      Problems problems = Problems.of("confirm", "This is not the name of the channel.");
      return stored(channel)
          .map(form -> form(visit, project, 422, Optional.of(channel), form, problems))
          .orElse(Answer.NOT_FOUND);
    }
    channels.delete(channel, visit.account().email());
    return Answer.redirect(path(project))
        .cookie(cookies.note("Deleted “%s”.".formatted(channel.title())));
  }

  private Answer test(Visit visit, Project project, ChannelRow channel) {
    List<Long> deliveries = tests.ask(channel, visit.account().email());
    if (!deliveries.isEmpty() && visit.fragment()) {
      return result(visit, channel, deliveries);
    }
    String note =
        !deliveries.isEmpty()
            ? "The test is on its way."
            : "%d tests wait already: is an alerter running?".formatted(ChannelTests.MOST);
    return visit.fragment()
        ? Answer.html("<p class=\"test\">" + note + "</p>")
        : Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  private Answer result(Visit visit, Project project, ChannelRow channel) {
    String delivery = visit.path("delivery");
    return delivery.matches("[0-9]{1,18}")
        ? result(visit, channel, List.of(Long.parseLong(delivery)))
        : Answer.NOT_FOUND;
  }

  /** What people call a kind; anything else is a name already. */
  private String title(String member) {
    return kinds.kind(member).map(ChannelKind::title).orElse(member);
  }

  private Answer result(Visit visit, ChannelRow channel, List<Long> deliveries) {
    String code = channel.code().toString();
    StringBuilder html = new StringBuilder();
    for (long delivery : deliveries) {
      tests
          .result(channel, delivery)
          .map(result -> result.of(title(result.member())))
          .map(result -> visit.part("channels/result.jte", Map.of("code", code, "result", result)))
          .ifPresent(html::append);
    }
    return html.isEmpty() ? Answer.NOT_FOUND : Answer.html(html.toString());
  }
}
