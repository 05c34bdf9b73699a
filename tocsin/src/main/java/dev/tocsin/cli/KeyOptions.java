package dev.tocsin.cli;

import dev.tocsin.dashboard.people.ListedKey;
import dev.tocsin.dashboard.people.NewKey;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What making a key of a project and of an account have in common. */
final class KeyOptions {

  /** A key for a century is one for ever. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  @Option(names = "--name", defaultValue = "", description = "Who will use it.")
  private String name = "";

  @Option(
      names = "--expires",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "Refuse it after so long: P90D for 90 days, PT12H for 12 hours.")
  private @Nullable Duration expires;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** The name, which pages can show. */
  String name() throws CannotStartException {
    if (name.codePointCount(0, name.length()) > Projects.LONGEST_NAME) {
      throw new CannotStartException(
          Exit.REFUSED, "a name has at most %d characters".formatted(Projects.LONGEST_NAME));
    }
    return name.strip();
  }

  /** When it ends; null: never. */
  @Nullable Instant end() {
    return expires == null ? null : Instant.now().plus(expires).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Prints a key, this once; says why there is none. */
  void print(Outcome<NewKey> made) throws CannotStartException {
    if (made instanceof Outcome.Refused<NewKey> refused) {
      throw new CannotStartException(Exit.REFUSED, refused.why());
    }
    NewKey key = made.orElseThrow();
    JsonObject object = object(key.listed()).put("key", key.key());
    System.out.println(json ? object.encode() : key.key());
  }

  /** A key as the API shows it. */
  static JsonObject object(ListedKey key) {
    Instant end = key.rights().expiresAt();
    return new JsonObject()
        .put("id", key.code().toString())
        .put("name", key.name())
        .put("read_only", key.rights().readOnly())
        .put("scopes", key.rights().words())
        .put("hint", key.hint())
        .put("expires_at", end == null ? null : end.toString());
  }

  /** A span in ISO 8601, of which all units have a fixed length. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration span = Duration.parse(text);
        if (!span.isNegative() && !span.isZero() && span.compareTo(LONGEST) <= 0) {
          return span;
        }
      } catch (DateTimeParseException e) {
        // said below
      }
      throw new TypeConversionException("not a span such as P90D or PT12H: " + text);
    }
  }
}
