package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.parts.Pill;
import dev.tocsin.dashboard.web.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which checks a list shows, as its address says.
 *
 * @param state the look of a {@link Pill}, or empty for all
 * @param text what people typed: every word must occur in name, tags, slug or code
 * @param tags the check has all of them
 * @param sort {@code urgency}, {@code name} or {@code ping}
 * @param page from 1
 */
public record ListQuery(String state, String text, List<String> tags, String sort, int page) {

  /** Filters that an address may name; more would only cost time. */
  private static final int MOST_TAGS = 10;

  static ListQuery of(Visit visit) {
    String page = visit.query("page");
    return new ListQuery(
        visit.query("state"),
        visit.query("q").strip(),
        visit.queries("tag").stream().filter(t -> !t.isBlank()).limit(MOST_TAGS).toList(),
        visit.query("sort"),
        page.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(page) : 1);
  }

  /** The checks that pass, in order. */
  List<Shown> select(Stream<Shown> checks) {
    List<String> words =
        List.of(text.toLowerCase(Locale.ROOT).split("\\s+")).stream()
            .filter(word -> !word.isEmpty())
            .toList();
    return checks
        .filter(this::stands)
        .filter(check -> tags.isEmpty() || check.tags().containsAll(tags))
        .filter(check -> check.says(words))
        .sorted(order())
        .toList();
  }

  private boolean stands(Shown check) {
    return switch (state) {
      case "" -> true;
      case "running" -> check.running();
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

  /** Whether anything is left out. */
  public boolean filters() {
    return !state.isEmpty() || !text.isEmpty() || !tags.isEmpty();
  }

  /** The same with another state, from the first page; the same state again takes it away. */
  public ListQuery toggleState(String look) {
    return new ListQuery(state.equals(look) ? "" : look, text, tags, sort, 1);
  }

  /** The same with or without a tag. */
  public ListQuery toggleTag(String tag) {
    List<String> now = new ArrayList<>(tags);
    if (!now.remove(tag)) {
      now.add(tag);
    }
    return new ListQuery(state, text, List.copyOf(now), sort, 1);
  }

  public ListQuery sortBy(String order) {
    return new ListQuery(state, text, tags, order, 1);
  }

  public ListQuery toPage(int number) {
    return new ListQuery(state, text, tags, sort, number);
  }

  /** The query part of the address, with its question mark if there is one. */
  public String href() {
    List<String> parts = new ArrayList<>();
    add(parts, "state", state);
    add(parts, "q", text);
    tags.forEach(tag -> add(parts, "tag", tag));
    add(parts, "sort", sort);
    add(parts, "page", page == 1 ? "" : Integer.toString(page));
    return parts.isEmpty() ? "?" : "?" + String.join("&", parts);
  }

  private static void add(List<String> parts, String name, String value) {
    if (!value.isEmpty()) {
      parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
