package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.parts.Pill;
import dev.tocsin.dashboard.web.Escapes;
import dev.tocsin.dashboard.web.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which checks a list shows, as its address says.
 *
 * @param state the look of a {@link Pill}, or empty for all
 * @param text what people typed: every word must occur in name, tags, slug or code
 * @param tags the check has all of them
 * @param sort {@code urgency}, {@code name} or {@code ping}
 * @param grouped whether checks with the same tag stand together
 * @param page from 1
 */
public record ListQuery(
    String state, String text, List<String> tags, String sort, boolean grouped, int page) {

  /** Filters that an address may name; more would only cost time. */
  private static final int MOST_TAGS = 10;

  /** Every check, what needs people first. */
  static final ListQuery ALL = new ListQuery("", "", List.of(), "", false, 1);

  static ListQuery of(Visit visit) {
    return of(visit::query, visit.queries("tag"));
  }

  /** What {@link #href} wrote, or somebody else. */
  static ListQuery parse(String href) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String part : href.replaceFirst("^\\?", "").split("&", -1)) {
      int is = part.indexOf('=');
      all.computeIfAbsent(part.substring(0, Math.max(0, is)), name -> new ArrayList<>())
          .add(Escapes.decode(part.substring(is + 1), true));
    }
    return of(
        name -> all.getOrDefault(name, List.of("")).get(0), all.getOrDefault("tag", List.of()));
  }

  private static ListQuery of(Function<String, String> one, List<String> tags) {
    String page = one.apply("page");
    return new ListQuery(
        one.apply("state"),
        one.apply("q").strip(),
        tags.stream().filter(t -> !t.isBlank()).limit(MOST_TAGS).toList(),
        one.apply("sort"),
        one.apply("group").equals("tag"),
        page.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(page) : 1);
  }

  /** The checks that pass, in order. */
  List<Shown> select(Stream<Shown> checks) {
    List<String> words =
        List.of(text.toLowerCase(Locale.ROOT).split("\\s+")).stream()
            .filter(word -> !word.isEmpty())
            .toList();
    List<Shown> passing =
        checks
            .filter(this::stands)
            .filter(check -> tags.isEmpty() || check.tags().containsAll(tags))
            .filter(check -> check.says(words))
            .sorted(order())
            .toList();
    return grouped ? Groups.together(passing, this) : passing;
  }

  private boolean stands(Shown check) {
    return switch (state) {
      case "" -> true;
      case "running" -> check.running();
      case "unverified" -> check.unverified();
      default -> Pill.of(check.standing()).look().equals(state);
    };
  }

  private Comparator<Shown> order() {
    return switch (sort) {
      case "name" -> Shown.BY_NAME;
      case "ping" -> Shown.BY_LAST_PING;
      default -> Shown.BY_URGENCY;
    };
  }

  /** The group in which a check stands: its first tag that is no filter; empty if it has none. */
  String group(Shown check) {
    return check.tags().stream().filter(tag -> !tags.contains(tag)).findFirst().orElse("");
  }

  /** Whether anything is left out. */
  public boolean filters() {
    return !state.isEmpty() || !text.isEmpty() || !tags.isEmpty();
  }

  /** Whether it is anything but the list that everybody sees first. */
  public boolean special() {
    return !toPage(1).equals(ALL);
  }

  /** The same with another state, from the first page; the same state again takes it away. */
  public ListQuery toggleState(String look) {
    return new ListQuery(state.equals(look) ? "" : look, text, tags, sort, grouped, 1);
  }

  /** The same with or without a tag. */
  public ListQuery toggleTag(String tag) {
    List<String> now = new ArrayList<>(tags);
    if (!now.remove(tag)) {
      now.add(tag);
    }
    return new ListQuery(state, text, List.copyOf(now), sort, grouped, 1);
  }

  public ListQuery sortBy(String order) {
    return new ListQuery(state, text, tags, order, grouped, 1);
  }

  /** The same with or without groups. */
  public ListQuery toggleGroups() {
    return new ListQuery(state, text, tags, sort, !grouped, 1);
  }

  public ListQuery toPage(int number) {
    return new ListQuery(state, text, tags, sort, grouped, number);
  }

  /** The query part of the address, with its question mark. */
  public String href() {
    List<String> parts = new ArrayList<>();
    add(parts, "state", state);
    add(parts, "q", text);
    tags.forEach(tag -> add(parts, "tag", tag));
    add(parts, "sort", sort);
    add(parts, "group", grouped ? "tag" : "");
    add(parts, "page", page == 1 ? "" : Integer.toString(page));
    return "?" + String.join("&", parts);
  }

  private static void add(List<String> parts, String name, String value) {
    if (!value.isEmpty()) {
      parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
