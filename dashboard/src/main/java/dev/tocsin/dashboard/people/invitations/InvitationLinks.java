package dev.tocsin.dashboard.people.invitations;

import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The links of invitations. The one in a letter carries a proof that it went to the invited
 * address: only who has it may make an account with that address. Whoever invites has the link
 * without it, and could otherwise take addresses of others, or find out whether they have an
 * account.
 */
public final class InvitationLinks {

  /** 128 bits. */
  private static final int PROOF_BYTES = 16;

  private final SecretKeySpec key;
  private final String siteUrl;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public InvitationLinks(SecretBox secrets, String siteUrl) {
    this.key = new SecretKeySpec(secrets.derive("letters of invitation"), "HmacSHA256");
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
    return MessageDigest.isEqual(
        proof.getBytes(StandardCharsets.UTF_8), proof(token).getBytes(StandardCharsets.UTF_8));
  }

  private String proof(String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] whole = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, PROOF_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
