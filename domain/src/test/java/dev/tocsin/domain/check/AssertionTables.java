package dev.tocsin.domain.check;

import dev.tocsin.domain.assertion.AssertionText;
import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.domain.ping.PingText;
import java.time.Duration;
import java.util.List;

/** The part of {@code docs/check-states.md} about what must be true of a success. */
final class AssertionTables {

  private AssertionTables() {}

  static String render() {
    return """

        ### What must be true: assertions

        A success of which an assertion is not true counts as a failure (reason `assertion`): a backup of no rows has saved
        nothing. It is recorded as the success that it said it was, with what was found; as for its run and its duration it is
        a success, too. If it was also too fast, the reason is `too_fast`. A check may have %d of them, each in one of these forms:

        | assertion | true if |
        | --- | --- |
        | `duration < 600s`, `duration > 5m` | the run took less, or more (`<=`, `>=`); units are s, m, h, d. Where the start is not known, it is taken for true |
        | `body contains backup complete` | this text is somewhere in the body; upper and lower case differ |
        | `body lacks ERROR` | this text is nowhere in it |
        | `rows > 0` | the last number of this name in the body is larger (`<`, `<=`, `=`, `!=`, `>=`); there must be one |

        There are no patterns: what they would find is found by these, and a pattern can take for ever. A number may be written
        `rows=12`, `rows: 12` or `"rows": 12`, with a percent sign or a power of ten; with a unit or a comma in it it is none.
        Of a mail, the subject and the text are looked at.

        %s
        The first %,d characters of the body are looked at, and no more than what is kept of it (`limits.ping-body`). If the rest
        might have said it, what was found says so, and it is a failure all the same: let the job say first what counts.
        """
        .formatted(Assertions.MOST, found(), PingText.MOST);
  }

  private static String found() {
    var table = new Table("assertion", "body", "found");
    row(table, "rows > 0", "copied rows=0");
    row(table, "rows > 0", "table a: rows=0, all: rows=912");
    row(table, "rows > 0", "{\"rows\": 912}");
    row(table, "rows > 0", "rows=1,000");
    row(table, "rows > 0", "nothing to do");
    row(table, "used < 90", "used=93%");
    row(table, "body contains complete", "backup Complete");
    row(table, "body lacks ERROR", "3 files, ERROR: disk full");
    table.row(
        List.of(
            "`duration < 60s`",
            "any, after 70 s",
            AssertionText.parse("duration < 60s")
                .found(Duration.ofSeconds(70), null)
                .orElseThrow()));
    return table.toString();
  }

  private static void row(Table table, String assertion, String body) {
    table.row(
        List.of(
            "`" + assertion + "`",
            "`" + body + "`",
            AssertionText.parse(assertion)
                .found(null, new PingText(body, false))
                .orElse("it is true")));
  }
}
