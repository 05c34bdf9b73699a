package dev.tocsin.store;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links for subscribers of status pages, who have no account: one to confirm that they want to be
 * told, one to be told no more. Nothing is kept of them; a link means nothing once its subscriber
 * is gone.
 */
public final class SubscriberLinks {

  private final SignedCodes confirm;
  private final SignedCodes leave;
  private final String siteUrl;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public SubscriberLinks(SecretBox secrets, String siteUrl) {
    this.confirm = new SignedCodes(secrets, "links that confirm subscribers of status pages");
    this.leave = new SignedCodes(secrets, "links that end subscriptions of status pages");
    this.siteUrl = siteUrl;
  }

  /**
   * Where a status page is.
   *
   * @param host its own host name, or null
   */
  public String page(String slug, @Nullable String host) {
    String scheme = siteUrl.substring(0, siteUrl.indexOf("://") + 3);
    return (host == null ? siteUrl : scheme + host) + "/status/" + slug;
  }

  /** The link that confirms a subscriber, below its page. */
  public String confirm(String page, UUID subscriber) {
    return page + "/confirm/" + confirm.sign(subscriber);
  }

  /** What a webhook must answer with, to be called again: the last part of that link. */
  public String challenge(UUID subscriber) {
    return confirm.sign(subscriber);
  }

  /** The link that ends it. */
  public String leave(String page, UUID subscriber) {
    return page + "/leave/" + leave.sign(subscriber);
  }

  /** Whom a token confirms; empty: we did not make it. */
  public Optional<UUID> confirmed(String token) {
    return confirm.verify(token);
  }

  /** Whose subscription a token ends; empty: we did not make it. */
  public Optional<UUID> leaving(String token) {
    return leave.verify(token);
  }
}
