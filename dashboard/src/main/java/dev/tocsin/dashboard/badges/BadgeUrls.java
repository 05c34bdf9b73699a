package dev.tocsin.dashboard.badges;

import dev.tocsin.store.SecretBox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The addresses of badges, absolute. */
public final class BadgeUrls {

  private final String siteUrl;
  private final Signatures signatures;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public BadgeUrls(String siteUrl, SecretBox secrets) {
    this.siteUrl = siteUrl;
    this.signatures = new Signatures(secrets);
  }

  /**
   * The badge of a project's checks.
   *
   * @param tag only those with this tag, or {@link Badge#ALL}
   * @param states 3 to tell late from up, 2 not to
   */
  public String ofProject(UUID badgeKey, String tag, int states, Format format) {
    return "%s/badge/%s/%s%s%s.%s"
        .formatted(
            siteUrl,
            badgeKey,
            signatures.of(badgeKey, tag),
            states == 3 ? "" : BadgePath.TWO_STATES,
            tag.equals(Badge.ALL) ? "" : "/" + twice(tag),
            format.word());
  }

  /**
   * The badge of one check.
   *
   * @param states 3 to tell late from up, 2 not to
   */
  public String ofCheck(UUID badgeCode, int states, Format format) {
    return "%s/b/%d/%s.%s".formatted(siteUrl, states, badgeCode, format.word());
  }

  /** A picture of a check for people's pages. */
  public BadgeLinks links(String label, UUID badgeCode) {
    return links(label, ofCheck(badgeCode, 3, Format.SVG), Look.USUAL);
  }

  /**
   * An address for people's pages.
   *
   * @param url one of ours
   */
  public BadgeLinks links(String label, String url, Look look) {
    return new BadgeLinks(label, siteUrl, url.substring(siteUrl.length()) + look.query());
  }

  Signatures signatures() {
    return signatures;
  }

  /** Servers in between decode once; what is left must still be one segment of a path. */
  private static String twice(String tag) {
    return URLEncoder.encode(tag, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~")
        .replace("%", "%25");
  }
}
