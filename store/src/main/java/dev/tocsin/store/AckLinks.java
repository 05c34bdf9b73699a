package dev.tocsin.store;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Links in messages that let whoever has one acknowledge what the message tells, without signing
 * in: an incident, or a matter of operators. Nothing is kept of them; a link means nothing once its
 * incident or matter is over.
 */
public final class AckLinks {

  private final SignedCodes incidents;
  private final SignedCodes matters;
  private final URI siteUrl;

  /**
   * @param siteUrl where the pages are, without a slash at the end
   */
  public AckLinks(SecretBox secrets, URI siteUrl) {
    this.incidents = new SignedCodes(secrets, "links that acknowledge incidents");
    this.matters = new SignedCodes(secrets, "links that acknowledge matters of operators");
    this.siteUrl = siteUrl;
  }

  /** The link for an incident, always the same. */
  public URI of(UUID incident) {
    return URI.create(siteUrl + "/ack/" + incidents.sign(incident));
  }

  /** The incident for which we made a token, the last part of a link; empty: we did not. */
  public Optional<UUID> incident(String token) {
    return incidents.verify(token);
  }

  /**
   * The link for a matter of operators, always the same.
   *
   * @param id of its row in {@code operator_alerts}
   */
  public URI ofMatter(long id) {
    return URI.create(siteUrl + "/ack/operators/" + matters.sign(new UUID(0, id)));
  }

  /** The same for a matter of operators. */
  public Optional<Long> matter(String token) {
    return matters.verify(token).map(UUID::getLeastSignificantBits);
  }
}
