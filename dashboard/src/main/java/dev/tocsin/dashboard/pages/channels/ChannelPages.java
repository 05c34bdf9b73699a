package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The pages about channels. */
public final class ChannelPages {

  private final ProjectChannels channels;
  private final ChannelTests tests;
  private final Channels kinds;
  private final Cookies cookies;

  private ChannelPages(
      ProjectChannels channels, ChannelTests tests, Channels kinds, Cookies cookies) {
    this.channels = channels;
    this.tests = tests;
    this.kinds = kinds;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site, ProjectChannels channels, ChannelTests tests, Channels kinds, Cookies cookies) {
    ChannelPages pages = new ChannelPages(channels, tests, kinds, cookies);
    String all = "/projects/:project/channels";
    site.ofProject(HttpMethod.GET, all, pages::list);
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
            "kinds", kinds.kinds().stream().filter(k -> hasForm(k.code())).toList()));
  }

  private boolean hasForm(String kind) {
    return ChannelForm.KINDS.contains(kind) && kinds.kind(kind).isPresent();
  }

  private Answer fresh(Visit visit, Project project) {
    String kind = visit.path("kind");
    return hasForm(kind) && project.mayEdit()
        ? form(visit, project, 200, Optional.empty(), ChannelForm.fresh(kind), Problems.none())
        : Answer.NOT_FOUND;
  }

  private Answer form(
      Visit visit,
      Project project,
      int status,
      Optional<ChannelRow> channel,
      ChannelForm form,
      Problems problems) {
    String kind = kinds.kind(form.kind()).map(ChannelKind::title).orElse(form.kind());
    return visit.page(
        status,
        Optional.of(project),
        "channels",
        channel.map(ChannelRow::title).orElse("New channel: " + kind),
        "pages/channel-form.jte",
        Map.of(
            "project", project,
            "channel", channel,
            "kindTitle", kind,
            "form", form,
            "problems", problems));
  }

  private Problems check(ChannelForm form) {
    return ChannelForm.problems(
        channels.problems(form.kind(), form.get("name").strip(), form.json()));
  }

  private Answer create(Visit visit, Project project) {
    String kind = visit.path("kind");
    if (!hasForm(kind)) {
      return Answer.NOT_FOUND;
    }
    ChannelForm form = ChannelForm.entered(kind, visit);
    Problems problems = check(form);
    if (!problems.isEmpty()) {
      return form(visit, project, 422, Optional.empty(), form, problems);
    }
    Optional<UUID> made =
        channels.create(
            project.id(),
            kind,
            form.get("name").strip(),
            form.json(),
            form.on("assign"),
            visit.account().email());
    String note =
        made.isPresent()
            ? "Channel added. Send a test to see that it works."
            : "This project has %d channels already: delete one first."
                .formatted(ProjectChannels.MOST);
    return Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  private Answer edit(Visit visit, Project project, ChannelRow channel) {
    return ChannelForm.KINDS.contains(channel.kind())
        ? form(
            visit, project, 200, Optional.of(channel), ChannelForm.stored(channel), Problems.none())
        : Answer.NOT_FOUND;
  }

  private Answer update(Visit visit, Project project, ChannelRow channel) {
    ChannelForm form = ChannelForm.entered(channel.kind(), visit);
    Problems problems = check(form);
    if (!problems.isEmpty()) {
      return form(visit, project, 422, Optional.of(channel), form, problems);
    }
    boolean saved =
        channels.update(channel, form.get("name").strip(), form.json(), visit.account().email());
    return Answer.redirect(path(project))
        .cookie(
            cookies.note(
                saved ? "Saved." : "Not saved: somebody else changed it in this very moment."));
  }

  private Answer delete(Visit visit, Project project, ChannelRow channel) {
    if (!visit.field("confirm").strip().equals(channel.title())) {
      ChannelForm form = ChannelForm.stored(channel);
      Problems problems = Problems.of("confirm", "This is not the name of the channel.");
      return form(visit, project, 422, Optional.of(channel), form, problems);
    }
    channels.delete(channel, visit.account().email());
    return Answer.redirect(path(project))
        .cookie(cookies.note("Deleted “%s”.".formatted(channel.title())));
  }

  private Answer test(Visit visit, Project project, ChannelRow channel) {
    OptionalLong delivery = tests.ask(channel, visit.account().email());
    if (delivery.isPresent() && visit.fragment()) {
      return result(visit, channel, delivery.getAsLong());
    }
    String note =
        delivery.isPresent()
            ? "The test is on its way."
            : "%d tests wait already: is an alerter running?".formatted(ChannelTests.MOST);
    return visit.fragment()
        ? Answer.html("<p class=\"test\">" + note + "</p>")
        : Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  private Answer result(Visit visit, Project project, ChannelRow channel) {
    String delivery = visit.path("delivery");
    return delivery.matches("[0-9]{1,18}")
        ? result(visit, channel, Long.parseLong(delivery))
        : Answer.NOT_FOUND;
  }

  private Answer result(Visit visit, ChannelRow channel, long delivery) {
    return tests
        .result(channel, delivery)
        .map(
            result ->
                Answer.html(
                    visit.part(
                        "channels/result.jte",
                        Map.of("code", channel.code().toString(), "result", result))))
        .orElse(Answer.NOT_FOUND);
  }
}
