package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What people enter for a check, as they entered it.
 *
 * @param channels codes of those that it shall alert
 */
public record CheckForm(
    String name,
    String slug,
    String tags,
    String description,
    When when,
    Span grace,
    MoreAboutRuns more,
    AssertionLines assertions,
    TellingForm telling,
    boolean manualResume,
    boolean postOnly,
    boolean filterBody,
    boolean filterDefaultFail,
    String startWords,
    String successWords,
    String failureWords,
    Set<String> channels) {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TAGS = 500;
  private static final int LONGEST_TEXT = 10_000;
  private static final int LONGEST_WORDS = 200;

  static CheckForm of(CheckSettings set, List<UUID> channels, TellingForm telling) {
    return new CheckForm(
        set.name(),
        set.slug(),
        set.tags(),
        set.description(),
        When.of(set),
        Span.of(set.grace()),
        MoreAboutRuns.of(set.policy()),
        AssertionLines.of(set.assertions()),
        telling,
        set.manualResume(),
        set.postOnly(),
        set.filterHttpBody(),
        set.filterDefaultFail(),
        set.startWords(),
        set.successWords(),
        set.failureWords(),
        channels.stream().map(UUID::toString).collect(Collectors.toSet()));
  }

  /** The same with clocks of another zone. */
  CheckForm inZone(ZoneId zone) {
    return new CheckForm(
        name,
        slug,
        tags,
        description,
        when.withZone(zone),
        grace,
        more,
        assertions,
        telling,
        manualResume,
        postOnly,
        filterBody,
        filterDefaultFail,
        startWords,
        successWords,
        failureWords,
        channels);
  }

  static CheckForm entered(Visit visit) {
    return new CheckForm(
        visit.field("name").strip(),
        visit.field("slug").strip(),
        String.join(" ", CheckFilter.tagsOf(visit.field("tags").replaceAll("[,\\s]+", " "))),
        visit.field("description").strip(),
        When.entered(visit::field),
        new Span(visit.field("grace"), visit.field("grace-unit")),
        MoreAboutRuns.entered(visit::field),
        new AssertionLines(visit.field("assertions")),
        TellingForm.entered(visit::field),
        visit.field("manual-resume").equals("on"),
        visit.field("post-only").equals("on"),
        visit.field("filter-body").equals("on"),
        visit.field("filter-default-fail").equals("on"),
        visit.field("start-words").strip(),
        visit.field("success-words").strip(),
        visit.field("failure-words").strip(),
        Set.copyOf(visit.fields("channel")));
  }

  /** What is wrong with it. */
  Problems problems(Duration shortest) {
    Problems problems = Problems.none();
    atMost(problems, "name", name, LONGEST_NAME);
    atMost(problems, "tags", tags, LONGEST_TAGS);
    atMost(problems, "description", description, LONGEST_TEXT);
    atMost(problems, "slug", slug, LONGEST_NAME);
    if (!slug.matches("[a-z0-9_-]*")) {
      problems.add("slug", "Use lower-case letters, digits, hyphens and underscores.");
    }
    when.addProblems(problems, shortest);
    grace.addProblems(problems, "grace", shortest);
    more.addProblems(problems);
    assertions.addProblems(problems);
    telling.addProblems(problems);
    atMost(problems, "start-words", startWords, LONGEST_WORDS);
    atMost(problems, "success-words", successWords, LONGEST_WORDS);
    atMost(problems, "failure-words", failureWords, LONGEST_WORDS);
    if (filterBody && (startWords + successWords + failureWords).isBlank() && !filterDefaultFail) {
      problems.add("filter-body", "Enter at least one word, or every ping would be ignored.");
    }
    return problems;
  }

  private static void atMost(Problems problems, String field, String text, int most) {
    if (text.codePointCount(0, text.length()) > most) {
      problems.add(field, "Use at most %,d characters.".formatted(most));
    }
  }

  /** The change that it means; only without {@link #problems}. */
  CheckEdit edit() {
    CheckEdit edit =
        new CheckEdit()
            .name(name)
            .slug(slug)
            .tags(tags)
            .description(description)
            .grace(grace.duration().orElseThrow())
            .manualResume(manualResume)
            .postOnly(postOnly)
            .filterHttpBody(filterBody)
            .filterDefaultFail(filterDefaultFail)
            .startWords(startWords)
            .successWords(successWords)
            .failureWords(failureWords)
            .assertions(assertions.assertions());
    more.addTo(edit.policy());
    telling.addTo(edit.telling());
    return when.addTo(edit);
  }

  /** The assigned channels. */
  List<UUID> channelCodes() {
    return channels.stream().flatMap(code -> Visit.uuid(code).stream()).toList();
  }
}
