package dev.tocsin.dashboard.checks;

import dev.tocsin.store.StoredCheck;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which checks of a project are asked for; all parts must fit.
 *
 * @param tags the check has every one of them: whole tags, case-sensitive; the empty text is no tag
 * @param slug exactly this one
 * @param text somewhere in name, slug, tags, description or code, in either case; empty: any
 */
public record CheckFilter(Set<String> tags, Optional<String> slug, String text) {

  /** Every check. */
  public static final CheckFilter ALL = new CheckFilter(Set.of(), Optional.empty(), "");

  public CheckFilter {
    tags = Set.copyOf(tags);
  }

  /** Whether any check can pass: none has the empty text as a tag, and nothing stored has a NUL. */
  boolean canMatch() {
    return !tags.contains("")
        && Stream.concat(tags.stream(), slug.stream()).noneMatch(text -> text.indexOf(0) >= 0);
  }

  boolean accepts(StoredCheck check) {
    return slug.map(check.settings().slug()::equals).orElse(true)
        && (tags.isEmpty() || tagsOf(check.settings().tags()).containsAll(tags))
        && (text.isEmpty() || says(check, text.toLowerCase(Locale.ROOT)));
  }

  private static boolean says(StoredCheck check, String wanted) {
    var set = check.settings();
    return String.join("\n", set.name(), set.slug(), set.tags(), set.description())
            .toLowerCase(Locale.ROOT)
            .contains(wanted)
        || check.code().toString().startsWith(wanted);
  }

  /** The tags in a stored text: split at spaces, empty ones dropped. */
  public static List<String> tagsOf(String tags) {
    return Stream.of(tags.split(" ", -1)).filter(tag -> !tag.isEmpty()).toList();
  }
}
