package dev.tocsin.dashboard.board;

import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A check in memory, with what every list needs of it worked out once: with 10,000 checks, parsing
 * schedules and folding case for each request would be most of its time.
 *
 * @param sortName folds case; checks without a name come last
 * @param text what a search looks in, in lower case
 */
record Known(
    StoredCheck check,
    CheckRules rules,
    @Nullable Flip lastFlip,
    List<String> tags,
    String sortName,
    String text) {

  private static final String LAST = "\uffff";

  static Known of(StoredCheck check, @Nullable Flip lastFlip) {
    CheckSettings set = check.settings();
    String name = set.name().toLowerCase(Locale.ROOT);
    String text = String.join("\n", set.name(), set.tags(), set.slug(), check.code().toString());
    return new Known(
        check,
        check.rules(),
        lastFlip,
        CheckFilter.tagsOf(set.tags()),
        name.isBlank() ? LAST : name,
        text.toLowerCase(Locale.ROOT));
  }
}
