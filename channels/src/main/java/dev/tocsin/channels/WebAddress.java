package dev.tocsin.channels;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads URLs as people paste them. The words of its errors never contain the URL. */
public final class WebAddress {

  /** What RFC 3986 lets stand in path and query; the rest is percent-encoded. */
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=%";

  private WebAddress() {}

  /**
   * An absolute http or https URL without fragment; characters that need it are percent-encoded and
   * an international host name is put in its ASCII form.
   *
   * @throws IllegalArgumentException with words for the person who entered it
   */
  public static URI parse(String text) {
    String url = text.strip();
    int scheme = url.indexOf("://");
    String name = scheme < 0 ? "" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https")) {
      throw new IllegalArgumentException("must begin with https:// or http://");
    }
    int start = scheme + 3;
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    try {
      var uri = new URI(name + "://" + authority(url.substring(start, end)) + rest(url, end));
      if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
        throw new IllegalArgumentException("has no valid host or port");
      }
      return uri;
    } catch (URISyntaxException e) {
      // Its message quotes the whole URL, which often holds a secret.
      throw new IllegalArgumentException("is not a valid URL");
    }
  }

  private static String authority(String text) {
    int at = text.lastIndexOf('@');
    String user = text.substring(0, at + 1);
    String host = text.substring(at + 1);
    boolean ascii = host.chars().allMatch(c -> c < 128);
    return encode(user) + (ascii ? host : ascii(host));
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has no valid host or port", e);
    }
  }

  private static String rest(String url, int from) {
    int fragment = url.indexOf('#', from);
    String text = fragment < 0 ? url.substring(from) : url.substring(from, fragment);
    return encode(text.startsWith("/") ? text : "/" + text);
  }

  private static String encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var out = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean plain = PLAIN.indexOf(c) >= 0 && (c != '%' || isEscape(bytes, i));
      out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && Character.digit((char) bytes[at + 1], 16) >= 0
        && Character.digit((char) bytes[at + 2], 16) >= 0;
  }
}
