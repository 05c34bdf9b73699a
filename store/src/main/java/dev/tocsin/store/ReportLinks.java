package dev.tocsin.store;

import java.util.Optional;
import java.util.UUID;

/**
 * Links that end a report by mail, for whoever has one, without signing in. Nothing is kept of
 * them; a link means nothing once the report is ended.
 */
public final class ReportLinks {

  private final SignedCodes leave;
  private final String siteUrl;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public ReportLinks(SecretBox secrets, String siteUrl) {
    this.leave = new SignedCodes(secrets, "links that end reports by mail");
    this.siteUrl = siteUrl;
  }

  /** The link that ends it, always the same. */
  public String leave(UUID report) {
    return siteUrl + "/reports/leave/" + leave.sign(report);
  }

  /** What a token, the last part of a link, ends; empty: we did not make it. */
  public Optional<UUID> leaving(String token) {
    return leave.verify(token);
  }
}
