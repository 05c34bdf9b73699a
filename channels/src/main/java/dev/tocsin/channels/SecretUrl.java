package dev.tocsin.channels;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a URL may be told: scheme, host and port. User, path and query may be a secret. */
public final class SecretUrl {

  private static final Pattern URL =
      Pattern.compile("\\s*(https?://)([^/?#]*@)?([^/?#@]*)(.*)", Pattern.CASE_INSENSITIVE);

  private SecretUrl() {}

  /** The URL with {@link ChannelKind#MASK} where a secret may be. */
  public static String masked(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return url.isBlank() ? url : ChannelKind.MASK;
    }
    String user = parts.group(2) == null ? "" : ChannelKind.MASK + "@";
    String rest = parts.group(4);
    boolean plain = rest.isEmpty() || rest.equals("/");
    return parts.group(1) + user + parts.group(3) + (plain ? rest : "/" + ChannelKind.MASK);
  }

  /** Scheme, host and port: whom a request goes to. */
  public static String server(String url) {
    Matcher parts = URL.matcher(url);
    return parts.matches() ? (parts.group(1) + parts.group(3)).toLowerCase(Locale.ROOT) : url;
  }
}
