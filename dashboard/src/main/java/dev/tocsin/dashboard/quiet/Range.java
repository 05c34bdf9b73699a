package dev.tocsin.dashboard.quiet;

import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What a silence, a maintenance window or a badge is for: a check, all checks with a tag, or, with
 * neither, the whole project.
 *
 * @param check its code
 * @param name of the check, for people; its code for one without
 */
public record Range(Optional<UUID> check, Optional<String> tag, Optional<String> name) {

  private static final String TAG = "tag:";
  private static final String CHECK = "check:";

  /** The whole project. */
  public static final Range PROJECT =
      new Range(Optional.empty(), Optional.empty(), Optional.empty());

  /** All checks with a tag. */
  public static Range tag(String tag) {
    return new Range(Optional.empty(), Optional.of(tag), Optional.empty());
  }

  /** One check. */
  public static Range check(UUID code) {
    return new Range(Optional.of(code), Optional.empty(), Optional.empty());
  }

  /**
   * As forms say it: {@code all}, {@code tag:} with a tag, or {@code check:} with a code. Empty:
   * none of these.
   */
  public static Optional<Range> entered(String text) {
    if (text.equals("all")) {
      return Optional.of(PROJECT);
    }
    if (text.startsWith(TAG) && text.length() > TAG.length()) {
      return Optional.of(tag(text.substring(TAG.length())));
    }
    return text.startsWith(CHECK)
        ? Visit.uuid(text.substring(CHECK.length())).map(Range::check)
        : Optional.empty();
  }

  /** Columns for {@link #of}; {@code c} is the check, if there is one. */
  static final String COLUMNS =
      "c.code AS check_code, coalesce(nullif(c.name, ''), c.code::text) AS check_name, tag";

  static Range of(Row row) throws SQLException {
    return new Range(
        Optional.ofNullable(row.uuidOrNull("check_code")),
        Optional.ofNullable(row.stringOrNull("tag")),
        Optional.ofNullable(row.stringOrNull("check_name")));
  }

  /** Whether a check is in it. */
  public boolean covers(UUID code, String tags) {
    return check.map(code::equals).orElse(true)
        && tag.map(Arrays.asList(tags.split("\\s+"))::contains).orElse(true);
  }

  /** In words: "the whole project", "tag prod", the name of the check. */
  public String inWords() {
    return name.or(() -> tag.map(text -> "tag " + text)).orElse("the whole project");
  }

  /** The id of its check; empty if the project has no such check. */
  Optional<Long> checkId(Tx tx, long projectId) {
    return check.flatMap(
        code ->
            tx.first(
                "finding check " + code,
                "SELECT id FROM checks WHERE project_id = ? AND code = ? FOR KEY SHARE",
                row -> row.number("id"),
                projectId,
                code));
  }
}
