package dev.tocsin.dashboard.people.invitations;

import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The links of invitations. The one in a letter carries a proof that it went to the invited
 * address: only who has it may make an account with that address. Whoever invites has the link
 * without it, and could otherwise take addresses of others, or find out whether they have an
 * account.
 */
public final class InvitationLinks {

  /** 128 bits. */
  private static final int PROOF_BYTES = 16;

  private final Macs macs;
  private final String siteUrl;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public InvitationLinks(SecretBox secrets, String siteUrl) {
    this.macs = new Macs(secrets, "letters of invitation");
    this.siteUrl = siteUrl;
  }

  /** To be copied. */
  public String copied(String token) {
    return siteUrl + path(token);
  }

  /** To be mailed. */
  public String mailed(String token) {
    return siteUrl + mailedPath(token);
  }

  public static String path(String token) {
    return "/invitations/" + token;
  }

  String mailedPath(String token) {
    return path(token) + "?mail=" + proof(token);
  }

  /** Whether this came with the link of a letter. */
  public boolean proves(String token, String proof) {
    if (proof.length() != 2 * PROOF_BYTES) {
      return false;
    }
    try {
      return macs.fits(token.getBytes(StandardCharsets.UTF_8), HexFormat.of().parseHex(proof));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private String proof(String token) {
    byte[] whole = macs.sign(token.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(whole, 0, PROOF_BYTES);
  }
}
