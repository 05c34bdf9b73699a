package dev.tocsin.dashboard.api;

import dev.tocsin.store.CheckObject.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for: {@code limit} and {@code cursor}, in version 3 only. A cursor
 * says which item was the last one, not how many there were: so that nothing is shown twice or left
 * out while items come and go.
 *
 * @param name what the list is called in the answer, and what its cursors begin with
 * @param limit how many items; 0: all of them, as old clients ask
 * @param after where the last item stood; empty: start at the beginning
 * @param problem why this cannot be answered; null: it can
 */
record Paging(String name, int limit, List<Long> after, @Nullable String problem) {

  /** More in one answer would be no page. */
  private static final int LARGEST = 1000;

  private static final int USUAL = 100;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads the parameters.
   *
   * @param numbers how many of them say where an item stands
   */
  static Paging of(Target target, QueryString query, String name, int numbers) {
    Optional<String> limit = query.last("limit");
    Optional<String> cursor = query.last("cursor");
    if (target.version() != Version.V3 || (limit.isEmpty() && cursor.isEmpty())) {
      return new Paging(name, 0, List.of(), null);
    }
    int rows = limit.map(Paging::rows).orElse(USUAL);
    Optional<List<Long>> after = cursor.flatMap(text -> place(text, name, numbers));
    String problem =
        rows == 0
            ? "limit must be a whole number from 1 to " + LARGEST
            : cursor.isPresent() && after.isEmpty()
                ? "cursor is none of this list: take it from \"next\" of the answer before"
                : null;
    return new Paging(name, rows, after.orElse(List.of()), problem);
  }

  private static int rows(String text) {
    int rows = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return rows > LARGEST ? 0 : rows;
  }

  private static Optional<List<Long>> place(String cursor, String name, int numbers) {
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    List<String> words = List.of(text.split(" ", -1));
    List<String> place = words.subList(1, words.size());
    boolean good =
        words.get(0).equals(name)
            && place.size() == numbers
            && place.stream().allMatch(PLACE.asMatchPredicate());
    return good ? Optional.of(place.stream().map(Long::valueOf).toList()) : Optional.empty();
  }

  /** Whether a part was asked for. */
  boolean asked() {
    return limit > 0;
  }

  /** Whether it is not the first part. */
  boolean resumed() {
    return !after.isEmpty();
  }

  /** One of the numbers that say where the last item stood. */
  long after(int index, long otherwise) {
    return resumed() ? after.get(index) : otherwise;
  }

  /**
   * The list as JSON, with {@code next} if a part of it was asked for.
   *
   * @param items one more than {@link #limit}, if there are so many
   * @param place where an item stands
   */
  <T> Pieces list(
      List<T> items, Function<T, ? extends Map<String, ?>> object, Function<T, long[]> place) {
    if (!asked()) {
      return Json.list(name, items, object, Map.of());
    }
    boolean more = items.size() > limit;
    List<T> page = more ? items.subList(0, limit) : items;
    @Nullable String next = more ? cursor(place.apply(page.get(limit - 1))) : null;
    return Json.list(name, page, object, Collections.singletonMap("next", next));
  }

  private String cursor(long[] place) {
    String text =
        Arrays.stream(place)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(" ", name + " ", ""));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
