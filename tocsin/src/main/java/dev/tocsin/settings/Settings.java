package dev.tocsin.settings;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that were read and found well-formed. Printing them never shows a secret. */
public final class Settings {

  /** A value and where it came from, in words. */
  record Value(@Nullable Object parsed, String text, String origin) {}

  /** Files, environment and command line, to be read. */
  @FunctionalInterface
  interface Source {
    Settings read() throws SettingsException;
  }

  private final Map<Key<?>, Value> values;
  private final Source source;

  Settings(Map<Key<?>, Value> values, Source source) {
    this.values = new LinkedHashMap<>(values);
    this.source = source;
  }

  /** What the same command would find now: files may have changed since. */
  public Settings again() throws SettingsException {
    return source.read();
  }

  /** The names of settings that others give another value, in the order of the documentation. */
  public List<String> differences(Settings other) {
    return Keys.all().stream()
        .filter(key -> !text(key).equals(other.text(key)))
        .map(Key::name)
        .toList();
  }

  private Optional<String> text(Key<?> key) {
    return Optional.ofNullable(values.get(key)).map(Value::text);
  }

  /**
   * The value that was given, or the default. Throws if there is neither: then ask {@link #find}.
   */
  public <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException(key + " has no value"));
  }

  /** The value that was given, or the default, if there is one. */
  @SuppressWarnings("unchecked") // a key's value was made by the parser of that key
  public <T> Optional<T> find(Key<T> key) {
    Value value = values.get(key);
    return value == null ? Optional.empty() : Optional.ofNullable((T) value.parsed());
  }

  /** Where people reach this installation. */
  public URI siteUrl() {
    return find(Keys.SITE_URL)
        .orElseGet(() -> URI.create("http://localhost:" + get(Keys.HTTP_PORT)));
  }

  /** What ping URLs begin with, without a slash at the end. */
  public URI pingUrl() {
    return find(Keys.SITE_PING_URL).orElseGet(() -> URI.create(siteUrl() + "/ping"));
  }

  /** What the addresses of checks end with; empty where nobody has asked for pings by e-mail. */
  public Optional<String> pingEmailDomain() {
    return find(Keys.SITE_PING_EMAIL_DOMAIN)
        .or(() -> find(Keys.LISTENER_SMTP_PORT).map(port -> siteUrl().getHost()));
  }

  /** The database, past a pooler where that is another address. */
  public Optional<DatabaseUrl> directDatabase() {
    return find(Keys.DATABASE_DIRECT_URL).map(this::complete).or(this::database);
  }

  /** The database that was given; empty where {@code up} runs one of its own. */
  public Optional<DatabaseUrl> database() {
    return find(Keys.DATABASE_URL).map(this::complete);
  }

  private DatabaseUrl complete(DatabaseUrl url) {
    return find(Keys.DATABASE_PASSWORD).map(url::withPassword).orElse(url);
  }

  /** One line per setting with its value and origin; of secrets only that they are set. */
  public String describe() {
    StringBuilder out = new StringBuilder();
    for (Key<?> key : Keys.all()) {
      Value value = values.get(key);
      if (value != null) {
        out.append("%-24s = %s  (%s)%n".formatted(key, shown(key, value), value.origin()));
      }
    }
    return out.toString();
  }

  private static String shown(Key<?> key, Value value) {
    if (value.parsed() instanceof DatabaseUrl url) {
      return url.toString();
    }
    return key.secret() ? "(secret)" : value.text();
  }

  @Override
  public String toString() {
    return describe();
  }
}
