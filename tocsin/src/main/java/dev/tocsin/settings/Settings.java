package dev.tocsin.settings;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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

  /** The origin of what nobody set. */
  static final String DEFAULT = "default";

  private final Map<Key<?>, Value> values;
  private final Optional<SettingsFile> file;
  private final Source source;

  Settings(Map<Key<?>, Value> values, Optional<SettingsFile> file, Source source) {
    this.values = new LinkedHashMap<>(values);
    this.file = file;
    this.source = source;
  }

  /** The file that was read, as it was then; empty: none was named. */
  public Optional<SettingsFile> file() {
    return file;
  }

  /** What the same command would find now: files may have changed since. */
  public Settings again() throws SettingsException {
    return source.read();
  }

  /**
   * What others change, in the order of the documentation; of secrets only that they are others.
   * Two ways to write the same value are no change.
   */
  public List<Change> changes(Settings other) {
    return Keys.all().stream()
        .filter(key -> !same(values.get(key), other.values.get(key)))
        .map(key -> change(key, shown(key), other.shown(key)))
        .toList();
  }

  /**
   * What of that a role takes up only when it is started again: it follows a database that moves.
   */
  public List<Change> changesAtRestart(Settings other, Role role) {
    boolean follows = database().isPresent() && other.database().isPresent();
    List<String> names =
        Keys.all().stream()
            .filter(key -> key.roles().contains(role))
            .filter(key -> !(follows && Keys.FOLLOWED.contains(key)))
            .map(Key::name)
            .toList();
    return changes(other).stream().filter(change -> names.contains(change.name())).toList();
  }

  private static boolean same(@Nullable Value one, @Nullable Value other) {
    return one == null
        ? other == null
        : other != null
            && (one.text().equals(other.text())
                || Objects.deepEquals(one.parsed(), other.parsed()));
  }

  static Change change(Key<?> key, String was, String is) {
    return new Change(key.name(), was, was.equals(is) ? "(another one)" : is);
  }

  private String shown(Key<?> key) {
    Value value = values.get(key);
    return value == null ? Change.NOT_SET : shown(key, value);
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
    String scheme = find(Keys.HTTP_CERTIFICATE).isPresent() ? "https" : "http";
    return find(Keys.SITE_URL)
        .orElseGet(() -> URI.create(scheme + "://localhost:" + get(Keys.HTTP_PORT)));
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

  /**
   * A setting, for people.
   *
   * @param value of a secret only that it is one
   * @param origin where it is from
   */
  public record Shown(String name, String value, String origin) {}

  /** What is in effect for a role. */
  public List<Shown> shown(Role role) {
    return of(role)
        .map(
            it ->
                new Shown(
                    it.getKey().name(), shown(it.getKey(), it.getValue()), it.getValue().origin()))
        .toList();
  }

  /**
   * The same for processes of a role that are set alike: over what is no secret, and not a
   * machine's own.
   */
  public String fingerprint(Role role) {
    StringBuilder text = new StringBuilder();
    of(role)
        .filter(it -> !it.getKey().secret() && !Keys.OF_A_MACHINE.contains(it.getKey()))
        .forEach(it -> text.append(line(it)));
    return print("tocsin fingerprint of settings".getBytes(StandardCharsets.US_ASCII), text);
  }

  /**
   * Tells other values of secrets from the same ones, by name; says nothing about one to whoever
   * lacks the salt.
   */
  Map<String, String> secretPrints(Role role, byte[] salt) {
    Map<String, String> prints = new LinkedHashMap<>();
    of(role)
        .filter(it -> it.getKey().secret())
        .forEach(it -> prints.put(it.getKey().name(), print(salt, line(it))));
    return prints;
  }

  /**
   * The same for processes of a role that have the same secrets; says nothing about one to whoever
   * lacks the key.
   */
  public String secretsFingerprint(Role role, byte[] key) {
    StringBuilder text = new StringBuilder();
    of(role)
        .filter(it -> it.getKey().secret() && it.getKey() != Keys.SECRET_KEY)
        .forEach(it -> text.append(line(it)));
    return print(key, text);
  }

  private Stream<Map.Entry<Key<?>, Value>> of(Role role) {
    return values.entrySet().stream().filter(it -> it.getKey().roles().contains(role));
  }

  /** With its length, so that no value can look like two settings. */
  private static String line(Map.Entry<Key<?>, Value> setting) {
    String text = setting.getValue().text();
    return "%s %d %s\n".formatted(setting.getKey().name(), text.length(), text);
  }

  private static String print(byte[] key, CharSequence text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] all = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 6);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC with SHA-256", e);
    }
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
