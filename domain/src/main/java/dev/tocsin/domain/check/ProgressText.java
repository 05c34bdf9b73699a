package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link Progress} as one line of text: words separated by single spaces, what is zero or missing
 * left out.
 *
 * <pre>{@code
 * v1                                     the version of this form
 * f2                                     failures in a row
 * s1                                     successes in a row
 * ~1763596805000000                      last sign of life of the latest run
 * -@1763596800000000                     another run, without a run id
 * <run id>@<start>~<last sign of life>   another run
 * }</pre>
 *
 * Instants are microseconds since 1970. Reading is strict: only what {@link #write} could have
 * written is understood, so that no damage passes for a smaller number of failures.
 */
final class ProgressText {

  private static final Pattern LINE =
      Pattern.compile(
          "v1(?: f(?<failures>\\d{1,9}))?(?: s(?<successes>\\d{1,9}))?(?: ~(?<sign>\\d{1,18}))?"
              + "(?<others>(?: [-0-9a-f]{1,36}@\\d{1,18}(?:~\\d{1,18})?)*)");
  private static final Pattern RUN =
      Pattern.compile(" (?<id>[-0-9a-f]+)@(?<start>\\d+)(?:~(?<sign>\\d+))?");

  private ProgressText() {}

  static String write(Progress progress) {
    StringBuilder line = new StringBuilder("v1");
    if (progress.failures() > 0) {
      line.append(" f").append(progress.failures());
    }
    if (progress.successes() > 0) {
      line.append(" s").append(progress.successes());
    }
    sign(line, " ~", progress.sign());
    for (OpenRun run : progress.others()) {
      line.append(' ').append(run.id() == null ? "-" : run.id()).append('@');
      line.append(micros(run.start()));
      sign(line, "~", run.sign());
    }
    return line.toString();
  }

  private static void sign(StringBuilder line, String mark, @Nullable Instant sign) {
    if (sign != null) {
      line.append(mark).append(micros(sign));
    }
  }

  static Progress read(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw new IllegalArgumentException("not a progress: " + text);
    }
    List<OpenRun> others = new ArrayList<>();
    Matcher run = RUN.matcher(line.group("others"));
    while (run.find()) {
      Instant start = Instant.EPOCH.plus(Long.parseLong(run.group("start")), ChronoUnit.MICROS);
      others.add(new OpenRun(id(run.group("id")), start, instant(run.group("sign"))));
    }
    Progress progress =
        new Progress(
            number(line.group("failures")),
            number(line.group("successes")),
            instant(line.group("sign")),
            others);
    if (!progress.text().equals(Optional.of(text))) {
      throw new IllegalArgumentException("not a progress as it is written: " + text);
    }
    return progress;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static @Nullable Instant instant(@Nullable String digits) {
    return digits == null ? null : Instant.EPOCH.plus(Long.parseLong(digits), ChronoUnit.MICROS);
  }

  private static @Nullable RunId id(String text) {
    return text.equals("-") ? null : new RunId(UUID.fromString(text));
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}
