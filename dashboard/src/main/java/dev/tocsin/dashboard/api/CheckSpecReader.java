package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.MatchBy;
import dev.tocsin.dashboard.checks.PolicyEdit;
import dev.tocsin.dashboard.checks.ScheduleText;
import dev.tocsin.domain.check.BlindPolicy;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.CheckObject.Version;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Reads the members of a check from JSON, strictly: a number is no text, a text is no number. The
 * first problem is reported, in the order of the list below, which is the protocol's.
 */
final class CheckSpecReader {

  private static final int NAME_LENGTH = 100;
  private static final int WORDS_LENGTH = 200;
  private static final int TAGS_LENGTH = 500; // as much as the protocol's own store keeps
  private static final int UNBOUNDED = Integer.MAX_VALUE; // the bound of the body holds
  private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]*");

  private final Duration minPeriod;
  private final List<Member> members;

  CheckSpecReader(Version version, Duration minPeriod) {
    this.minPeriod = minPeriod;
    this.members =
        List.of(
            text("channels", UNBOUNDED, (s, v) -> s.channels = ChannelChoice.parse(v)),
            text("desc", UNBOUNDED, (s, v) -> s.edit.description(v)),
            text("failure_kw", WORDS_LENGTH, (s, v) -> s.edit.failureWords(v)),
            flag("filter_subject", (s, v) -> s.edit.filterSubject(v)),
            flag("filter_body", (s, v) -> s.edit.filterBody(v)),
            flag("filter_http_body", (s, v) -> s.edit.filterHttpBody(v)),
            flag("filter_default_fail", (s, v) -> s.edit.filterDefaultFail(v)),
            seconds("grace", (s, v) -> s.edit.grace(v)),
            flag("manual_resume", (s, v) -> s.edit.manualResume(v)),
            new Member("methods", CheckSpecReader::methods),
            text("name", NAME_LENGTH, (s, v) -> name(version, s, v)),
            new Member("schedule", CheckSpecReader::schedule),
            new Member("slug", CheckSpecReader::slug),
            text("start_kw", WORDS_LENGTH, (s, v) -> s.edit.startWords(v)),
            text("subject", WORDS_LENGTH, (s, v) -> s.edit.subject(v)),
            text("subject_fail", WORDS_LENGTH, (s, v) -> s.edit.subjectFail(v)),
            text("success_kw", WORDS_LENGTH, (s, v) -> s.edit.successWords(v)),
            text("tags", TAGS_LENGTH, (s, v) -> s.edit.tags(v)),
            seconds("timeout", (s, v) -> s.edit.timeout(v)),
            new Member("tz", CheckSpecReader::tz),
            new Member("unique", CheckSpecReader::unique),
            // Not the protocol's, so behind what is; zero seconds switch off.
            span("max_runtime", Policy.LONGEST_RUNTIME, PolicyEdit::maxRuntime),
            span("min_runtime", Policy.LONGEST_RUNTIME, PolicyEdit::minRuntime),
            span("early_tolerance", Policy.LONGEST_EARLY, PolicyEdit::early),
            row("failures_before_down", PolicyEdit::failuresBeforeDown),
            row("successes_before_up", PolicyEdit::successesBeforeUp),
            flag("overlapping_runs", (s, v) -> s.edit.policy().overlapping(v)),
            flag("keep_alive", (s, v) -> s.edit.policy().keepAlive(v)),
            new Member("blind_policy", CheckSpecReader::blindPolicy),
            new Member(AssertionReader.MEMBER, (v, s) -> AssertionReader.read(v, s.edit)));
  }

  /** A member of the object: what it is called, and how its value gets into the spec. */
  private record Member(String name, Reader reader) {}

  /** Takes a value over, or says what is wrong with it. */
  @FunctionalInterface
  private interface Reader {
    Optional<String> read(JsonNode value, CheckSpec spec);
  }

  /**
   * Reads an object into a spec; unknown members are ignored.
   *
   * @return the first problem; empty: the spec is complete
   */
  Optional<String> read(JsonNode object, CheckSpec spec) {
    for (Member member : members) {
      JsonNode value = object.get(member.name());
      if (value != null) {
        Optional<String> problem = member.reader().read(value, spec);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * As {@link #read}, but goes on after a problem.
   *
   * @return member to problem, in the order of the list; empty: the spec is complete
   */
  Map<String, String> readAll(JsonNode object, CheckSpec spec) {
    Map<String, String> problems = new LinkedHashMap<>();
    for (Member member : members) {
      Optional.ofNullable(object.get(member.name()))
          .flatMap(value -> member.reader().read(value, spec))
          .ifPresent(problem -> problems.put(member.name(), problem));
    }
    return problems;
  }

  /** What the members are called. */
  List<String> members() {
    return members.stream().map(Member::name).toList();
  }

  private static Member text(String name, int longest, BiConsumer<CheckSpec, String> take) {
    return new Member(
        name,
        (value, spec) -> {
          Optional<String> problem = textProblem(name, value, longest);
          if (problem.isEmpty()) {
            take.accept(spec, value.textValue());
          }
          return problem;
        });
  }

  private static Optional<String> textProblem(String name, JsonNode value, int longest) {
    if (!value.isTextual()) {
      return Optional.of(name + " is not a string");
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > longest) {
      return Optional.of(name + " is too long");
    }
    // Postgres keeps neither NUL nor halves of characters.
    boolean whole = text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    return whole ? Optional.empty() : Optional.of(name + " contains an invalid character");
  }

  private static Member flag(String name, BiConsumer<CheckSpec, Boolean> take) {
    return new Member(
        name,
        (value, spec) -> {
          if (!value.isBoolean()) {
            return Optional.of(name + " is not a boolean");
          }
          take.accept(spec, value.booleanValue());
          return Optional.empty();
        });
  }

  private Member seconds(String name, BiConsumer<CheckSpec, Duration> take) {
    return new Member(
        name,
        (value, spec) -> {
          // The protocol counts true as 1 and false as 0.
          if (!value.isIntegralNumber() && !value.isBoolean()) {
            return Optional.of(name + " is not a number");
          }
          long seconds = value.isBoolean() ? value.asLong() : clamped(value);
          if (seconds < minPeriod.toSeconds()) {
            return Optional.of(name + " is too small");
          }
          if (seconds > Period.LONGEST.toSeconds()) {
            return Optional.of(name + " is too large");
          }
          take.accept(spec, Duration.ofSeconds(seconds));
          return Optional.empty();
        });
  }

  private static Member span(String name, Duration longest, BiConsumer<PolicyEdit, Duration> take) {
    return number(
        name, 0, longest.toSeconds(), (edit, v) -> take.accept(edit, Duration.ofSeconds(v)));
  }

  private static Member row(String name, BiConsumer<PolicyEdit, Integer> take) {
    return number(name, 1, Policy.LONGEST_ROW, (edit, v) -> take.accept(edit, Math.toIntExact(v)));
  }

  /** A number of ours: here a truth value is none. */
  private static Member number(
      String name, long least, long most, BiConsumer<PolicyEdit, Long> take) {
    return new Member(
        name,
        (value, spec) -> {
          if (!value.isIntegralNumber()) {
            return Optional.of(name + " is not a number");
          }
          long number = clamped(value);
          if (number < least || number > most) {
            return Optional.of(name + (number < least ? " is too small" : " is too large"));
          }
          take.accept(spec.edit.policy(), number);
          return Optional.empty();
        });
  }

  private static long clamped(JsonNode integer) {
    if (integer.canConvertToLong()) {
      return integer.longValue();
    }
    return integer.bigIntegerValue().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static Optional<String> methods(JsonNode value, CheckSpec spec) {
    String text = value.isTextual() ? value.textValue() : "?";
    if (!text.isEmpty() && !text.equals("POST")) {
      return Optional.of("methods has unexpected value");
    }
    spec.edit.postOnly(!text.isEmpty());
    return Optional.empty();
  }

  private static Optional<String> blindPolicy(JsonNode value, CheckSpec spec) {
    if (!value.isTextual()) {
      return Optional.of("blind_policy is not a string");
    }
    Optional<BlindPolicy> policy = BlindPolicy.find(value.textValue());
    policy.ifPresent(spec.edit.policy()::blind);
    return policy.isPresent() ? Optional.empty() : Optional.of("blind_policy has unexpected value");
  }

  private static void name(Version version, CheckSpec spec, String name) {
    spec.edit.name(name);
    if (version != Version.V3) {
      spec.edit.slugUnlessGiven(Slugs.of(name));
    }
  }

  private static Optional<String> schedule(JsonNode value, CheckSpec spec) {
    Optional<String> problem = textProblem("schedule", value, NAME_LENGTH);
    if (problem.isPresent()) {
      return problem;
    }
    Optional<ScheduleText> schedule = ScheduleText.parse(value.textValue());
    schedule.ifPresent(spec.edit::schedule);
    return schedule.isPresent()
        ? Optional.empty()
        : Optional.of("schedule is not a valid cron or OnCalendar expression");
  }

  private static Optional<String> slug(JsonNode value, CheckSpec spec) {
    Optional<String> problem = textProblem("slug", value, NAME_LENGTH);
    if (problem.isPresent()) {
      return problem;
    }
    if (!SLUG.matcher(value.textValue()).matches()) {
      return Optional.of("slug does not match pattern");
    }
    spec.edit.slug(value.textValue());
    return Optional.empty();
  }

  private static Optional<String> tz(JsonNode value, CheckSpec spec) {
    if (!value.isTextual()) {
      return Optional.of("tz is not a string");
    }
    Optional<String> zone = TimeZones.canonical(value.textValue());
    zone.ifPresent(spec.edit::tz);
    return zone.isPresent() ? Optional.empty() : Optional.of("tz is not a valid timezone");
  }

  private static Optional<String> unique(JsonNode value, CheckSpec spec) {
    if (!value.isArray()) {
      return Optional.of("unique is not an array");
    }
    for (JsonNode item : value) {
      Optional<MatchBy> by =
          Optional.of(item).filter(JsonNode::isTextual).flatMap(i -> MatchBy.of(i.textValue()));
      if (by.isEmpty()) {
        return Optional.of("an item in 'unique' has unexpected value");
      }
      spec.unique.add(by.get());
    }
    return Optional.empty();
  }
}
