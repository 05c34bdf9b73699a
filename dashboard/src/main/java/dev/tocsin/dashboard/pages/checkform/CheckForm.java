package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What people enter for a check, as they entered it.
 *
 * @param simple whether its schedule is a period; other schedules are kept as they are
 * @param channels codes of those that it shall alert
 */
public record CheckForm(
    String name,
    String slug,
    String tags,
    String description,
    boolean simple,
    Span period,
    Span grace,
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

  static CheckForm of(CheckSettings set, List<UUID> channels) {
    return new CheckForm(
        set.name(),
        set.slug(),
        set.tags(),
        set.description(),
        set.kind().equals("simple"),
        Span.of(set.timeout()),
        Span.of(set.grace()),
        set.manualResume(),
        set.postOnly(),
        set.filterHttpBody(),
        set.filterDefaultFail(),
        set.startWords(),
        set.successWords(),
        set.failureWords(),
        channels.stream().map(UUID::toString).collect(Collectors.toSet()));
  }

  static CheckForm entered(Visit visit, boolean simple) {
    return new CheckForm(
        visit.field("name").strip(),
        visit.field("slug").strip(),
        String.join(" ", CheckFilter.tagsOf(visit.field("tags").replaceAll("[,\\s]+", " "))),
        visit.field("description").strip(),
        simple,
        new Span(visit.field("period"), visit.field("period-unit")),
        new Span(visit.field("grace"), visit.field("grace-unit")),
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
    if (simple) {
      span(problems, "period", period, shortest);
    }
    span(problems, "grace", grace, shortest);
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

  private static void span(Problems problems, String field, Span span, Duration shortest) {
    Optional<Duration> duration = span.duration();
    if (duration.isEmpty()) {
      problems.add(field, "Enter a whole number.");
    } else if (duration.get().compareTo(shortest) < 0) {
      problems.add(field, "The shortest is %s.".formatted(Times.span(shortest)));
    } else if (duration.get().compareTo(Period.LONGEST) > 0) {
      problems.add(field, "The longest is %s.".formatted(Times.span(Period.LONGEST)));
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
            .failureWords(failureWords);
    return simple ? edit.timeout(period.duration().orElseThrow()) : edit;
  }

  /** The assigned channels. */
  List<UUID> channelCodes() {
    return channels.stream().flatMap(code -> Visit.uuid(code).stream()).toList();
  }
}
