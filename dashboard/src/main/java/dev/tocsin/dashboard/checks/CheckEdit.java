package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of a check's settings; what it does not say stays as it is. Values are stored as given:
 * whoever reads them from people validates them first.
 */
public final class CheckEdit {

  @Nullable String name;
  @Nullable String slug;
  @Nullable String tags;
  @Nullable Duration timeout;
  @Nullable Duration grace;
  private @Nullable String slugUnlessGiven;
  private @Nullable String description;
  private @Nullable String kind;
  private @Nullable String schedule;
  private @Nullable String tz;
  private @Nullable Boolean manualResume;
  private @Nullable Boolean postOnly;
  private @Nullable Boolean filterSubject;
  private @Nullable Boolean filterBody;
  private @Nullable Boolean filterHttpBody;
  private @Nullable Boolean filterDefaultFail;
  private @Nullable String startWords;
  private @Nullable String successWords;
  private @Nullable String failureWords;
  private @Nullable String subject;
  private @Nullable String subjectFail;
  private @Nullable Assertions assertions;
  private final PolicyEdit policy = new PolicyEdit();
  private final TellingEdit telling = new TellingEdit();

  /** The settings after this change. */
  public CheckSettings applyTo(CheckSettings was) {
    String success = or(subject, was.successWords());
    String failure = or(subjectFail, was.failureWords());
    boolean legacy = subject != null || subjectFail != null;
    boolean bySubject = legacy ? !(success + failure).isEmpty() : was.filterSubject();
    return new CheckSettings(
        or(name, was.name()),
        or(slug, or(slugUnlessGiven, was.slug())),
        or(tags, was.tags()),
        or(description, was.description()),
        kindAfter(was.kind()),
        schedule == null ? or(timeout, was.timeout()) : was.timeout(),
        or(grace, was.grace()),
        or(schedule, was.schedule()),
        or(tz, was.tz()),
        or(manualResume, was.manualResume()),
        or(postOnly, was.postOnly()),
        or(filterSubject, bySubject),
        or(filterBody, was.filterBody()),
        or(filterHttpBody, was.filterHttpBody()),
        or(filterDefaultFail, was.filterDefaultFail()),
        or(startWords, was.startWords()),
        or(successWords, success),
        or(failureWords, failure),
        policy.applyTo(was.policy()),
        or(assertions, was.assertions()));
  }

  private String kindAfter(String was) {
    return kind != null ? kind : timeout != null ? "simple" : was;
  }

  /** Whether it says when the job runs, be it what is the default anyway. */
  boolean tellsSchedule() {
    return timeout != null || schedule != null;
  }

  private static <T> T or(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }

  /** The part of the change that goes beyond the Pinging API. */
  public PolicyEdit policy() {
    return policy;
  }

  /** The part of the change that is about when people are told; no part of the settings. */
  public TellingEdit telling() {
    return telling;
  }

  /** At most 100 characters. */
  public CheckEdit name(String value) {
    name = value;
    return this;
  }

  /** At most 100 of {@code a-z 0-9 _ -}; the empty text frees it. */
  public CheckEdit slug(String value) {
    slug = value;
    return this;
  }

  /** A slug made of the name: counts only if {@link #slug} says nothing. */
  public CheckEdit slugUnlessGiven(String value) {
    slugUnlessGiven = value;
    return this;
  }

  /** Separated by spaces. */
  public CheckEdit tags(String value) {
    tags = value;
    return this;
  }

  public CheckEdit description(String value) {
    description = value;
    return this;
  }

  /** A ping is due this long after the last one; makes the check one of kind {@code simple}. */
  public CheckEdit timeout(Duration value) {
    timeout = value;
    return this;
  }

  public CheckEdit grace(Duration value) {
    grace = value;
    return this;
  }

  /** A ping is due by this schedule; outranks {@link #timeout} in the same change. */
  public CheckEdit schedule(ScheduleText value) {
    kind = value.kind();
    schedule = value.text();
    return this;
  }

  /** A canonical name of a time zone. */
  public CheckEdit tz(String value) {
    tz = value;
    return this;
  }

  public CheckEdit manualResume(boolean value) {
    manualResume = value;
    return this;
  }

  public CheckEdit postOnly(boolean value) {
    postOnly = value;
    return this;
  }

  public CheckEdit filterSubject(boolean value) {
    filterSubject = value;
    return this;
  }

  public CheckEdit filterBody(boolean value) {
    filterBody = value;
    return this;
  }

  public CheckEdit filterHttpBody(boolean value) {
    filterHttpBody = value;
    return this;
  }

  public CheckEdit filterDefaultFail(boolean value) {
    filterDefaultFail = value;
    return this;
  }

  /** What has to be true of a run that reports success; none: nothing. */
  public CheckEdit assertions(Assertions value) {
    assertions = value;
    return this;
  }

  public CheckEdit startWords(String value) {
    startWords = value;
    return this;
  }

  public CheckEdit successWords(String value) {
    successWords = value;
    return this;
  }

  public CheckEdit failureWords(String value) {
    failureWords = value;
    return this;
  }

  /** Older clients' way to say success words and, by them, whether subjects are searched. */
  public CheckEdit subject(String value) {
    subject = value;
    return this;
  }

  /** As {@link #subject}, for failure words. */
  public CheckEdit subjectFail(String value) {
    subjectFail = value;
    return this;
  }
}
