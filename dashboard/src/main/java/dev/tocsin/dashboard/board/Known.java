package dev.tocsin.dashboard.board;

import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A check in memory, with what every list needs of it worked out once: with 10,000 checks, parsing
 * schedules and folding case for each request would be most of its time.
 *
 * @param sortName folds case, and numbers count as numbers; checks without a name come last
 * @param text what a search looks in, in lower case
 * @param fingerprint another one whenever what is stored is another
 */
record Known(
    StoredCheck check,
    CheckRules rules,
    @Nullable Flip lastFlip,
    List<String> tags,
    String sortName,
    String text,
    String fingerprint) {

  private static final String LAST = "\uffff";

  /** What no long can hold is text. */
  private static final Pattern NUMBER = Pattern.compile("(?<![0-9])0*([0-9]{1,18})(?![0-9])");

  static Known of(StoredCheck check, @Nullable Flip lastFlip) {
    CheckSettings set = check.settings();
    String name = set.name().toLowerCase(Locale.ROOT);
    String text = String.join("\n", set.name(), set.tags(), set.slug(), check.code().toString());
    return new Known(
        check,
        check.rules(),
        lastFlip,
        CheckFilter.tagsOf(set.tags()),
        name.isBlank() ? LAST : natural(name),
        text.toLowerCase(Locale.ROOT),
        fingerprint(check, lastFlip));
  }

  private static String fingerprint(StoredCheck check, @Nullable Flip lastFlip) {
    String all =
        String.join(
            "|",
            String.valueOf(check.state()),
            String.valueOf(check.settings()),
            String.valueOf(lastFlip));
    CRC32 crc = new CRC32();
    crc.update(all.getBytes(StandardCharsets.UTF_8));
    return Long.toString(crc.getValue(), 36);
  }

  /** Puts the length of a number before it, so that "job 9" comes before "job 10". */
  private static String natural(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(number -> (char) ('0' + number.group(1).length()) + number.group(1));
  }
}
