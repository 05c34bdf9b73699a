package dev.tocsin.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of values, each beside its parser. */
final class Kinds {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(|B|KiB|MiB|GiB|TiB)");
  private static final Map<String, Integer> SHIFT =
      Map.of("", 0, "B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/\\[\\]]+):(\\d{1,5})");

  private static final Pattern DOMAIN_NAME =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  static final Kind<Integer> PORT = number("a port", 0, 65_535);
  static final Kind<MailPort> MAIL_PORT = new Kind<>("a port, or `auto`", Kinds::mailPort);
  static final Kind<String> DOMAIN = new Kind<>("a domain name", Kinds::domain);
  static final Kind<Boolean> BOOLEAN = new Kind<>("`true` or `false`", Kinds::bool);
  static final Kind<Path> PATH = new Kind<>("a path", Kinds::path);
  static final Kind<URI> SITE = new Kind<>("an `http` or `https` address", Kinds::site);
  static final Kind<URI> ISSUER = new Kind<>("an `https` address", value -> URI.create(url(value)));
  static final Kind<String> HOST_AND_PORT = new Kind<>("`host:port`", Kinds::hostAndPort);
  static final Kind<InetSocketAddress> SOCKET = new Kind<>("`host:port`", Kinds::socket);
  static final Kind<byte[]> KEY =
      new Kind<>("32 bytes, as 64 hexadecimal digits or base64", Kinds::key);
  static final Kind<List<byte[]>> KEYS =
      new Kind<>("keys as for `secret.key`, separated by commas", Kinds::keys);
  static final Kind<DatabaseUrl> DATABASE =
      new Kind<>("`postgres://user:password@host:port/database`", DatabaseUrl::parse);

  static final Kind<List<ContactSetting>> ADDRESSES =
      new Kind<>("addresses", text -> List.of(ContactSetting.email(text)));
  static final Kind<String> URL = new Kind<>("an `http` or `https` address", Kinds::url);
  static final Kind<ContactSetting> HOOK =
      new Kind<>(URL.form(), value -> ContactSetting.webhook(url(value)));
  static final Kind<List<ContactSetting>> CONTACTS =
      new Kind<>("addresses, or `[{\"kind\": …, \"settings\": {…}}, …]`", ContactSetting::parse);

  private Kinds() {}

  /** One line of text of at most {@code max} characters. */
  static Kind<String> text(int max) {
    return new Kind<>(
        "text",
        value -> {
          check(!value.isBlank(), "empty");
          check(value.length() <= max, "longer than %d characters".formatted(max));
          check(value.chars().noneMatch(c -> c < ' '), "not one line of text");
          return value;
        });
  }

  static Kind<Integer> number(String form, int min, int max) {
    String expected = "not %s: a number from %d to %d".formatted(form, min, max);
    return new Kind<>(
        form,
        value -> {
          check(value.matches("\\d{1,9}"), expected);
          int number = Integer.parseInt(value);
          check(min <= number && number <= max, expected);
          return number;
        });
  }

  static Kind<Duration> duration(Duration min, Duration max) {
    return new Kind<>(
        "a duration: `250ms` `15s` `2m` `24h` `7d`",
        value -> {
          Matcher matcher = DURATION.matcher(value);
          check(matcher.matches(), "not a duration such as 250ms, 15s, 2m, 24h or 7d");
          Duration duration =
              Duration.ofMillis(
                  Math.multiplyExact(
                      Long.parseLong(matcher.group(1)), MILLIS.getOrDefault(matcher.group(2), 0L)));
          check(
              duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0,
              "not between %s and %s".formatted(words(min), words(max)));
          return duration;
        });
  }

  static Kind<Long> size(long min, long max) {
    return new Kind<>(
        "a size: `10000` `64KiB` `1GiB`",
        value -> {
          Matcher matcher = SIZE.matcher(value);
          check(matcher.matches(), "not a size such as 10000, 64KiB or 1GiB");
          long size =
              Math.multiplyExact(
                  Long.parseLong(matcher.group(1)), 1L << SHIFT.getOrDefault(matcher.group(2), 0));
          check(min <= size && size <= max, "not between %d and %d bytes".formatted(min, max));
          return size;
        });
  }

  static Kind<OptionalInt> sizeOrUnlimited(int min, int max) {
    Kind<Long> size = size(min, max);
    return new Kind<>(
        size.form() + ", or `unlimited`",
        value ->
            value.equals("unlimited")
                ? OptionalInt.empty()
                : OptionalInt.of(Math.toIntExact(size.parse().apply(value))));
  }

  static Kind<Optional<Duration>> durationOrUnlimited(Duration min, Duration max) {
    Kind<Duration> duration = duration(min, max);
    return new Kind<>(
        duration.form() + ", or `unlimited`",
        value ->
            value.equals("unlimited")
                ? Optional.empty()
                : Optional.of(duration.parse().apply(value)));
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    E[] all = type.getEnumConstants();
    String words =
        Arrays.stream(all).map(e -> "`" + lower(e) + "`").collect(Collectors.joining(", "));
    return new Kind<>(
        words,
        value ->
            Arrays.stream(all)
                .filter(e -> lower(e).equals(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong("none of " + words.replace("`", ""))));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static MailPort mailPort(String value) {
    return value.equals("auto") ? MailPort.AUTO : new MailPort(PORT.parse().apply(value), false);
  }

  private static String domain(String value) {
    check(value.length() <= 253 && DOMAIN_NAME.matcher(value).matches(), "not a domain name");
    return value;
  }

  private static Boolean bool(String value) {
    check(value.equals("true") || value.equals("false"), "neither true nor false");
    return value.equals("true");
  }

  private static Path path(String value) {
    try {
      check(!value.isBlank(), "empty");
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw wrong("not a path");
    }
  }

  private static String url(String value) {
    try {
      URI uri = new URI(value);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      check(
          (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null,
          "not an http or https address");
      return value;
    } catch (URISyntaxException e) {
      throw wrong("not an http or https address");
    }
  }

  private static URI site(String value) {
    try {
      URI uri = new URI(value.replaceAll("/+$", ""));
      check(
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null,
          "not an http or https address");
      check(
          uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getUserInfo() == null,
          "an address with more than scheme, host, port and path");
      return uri;
    } catch (URISyntaxException e) {
      throw wrong("not an http or https address");
    }
  }

  private static String hostAndPort(String value) {
    Matcher matcher = HOST_PORT.matcher(value);
    check(
        matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535,
        "not of the form host:port (IPv6 in brackets)");
    return value;
  }

  /** Not resolved: that is for whoever calls it. */
  private static InetSocketAddress socket(String value) {
    Matcher matcher = HOST_PORT.matcher(hostAndPort(value));
    check(matcher.matches(), "not of the form host:port");
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(matcher.group(2)));
  }

  private static List<byte[]> keys(String text) {
    return Stream.of(text.split("[,\\s]+", -1))
        .filter(one -> !one.isEmpty())
        .map(Kinds::key)
        .toList();
  }

  private static byte[] key(String value) {
    byte[] key;
    try {
      key =
          value.matches("[0-9a-fA-F]{64}")
              ? HexFormat.of().parseHex(value)
              : Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw wrong("neither hexadecimal nor base64");
    }
    check(key.length == 32, "not 32 bytes long");
    return key;
  }

  /** A duration in the form that settings have, in the largest unit that says it exactly. */
  static String words(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long one = MILLIS.getOrDefault(unit, 1L);
      if (millis > 0 && millis % one == 0) {
        return millis / one + unit;
      }
    }
    return millis + "ms";
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw wrong(otherwise);
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
