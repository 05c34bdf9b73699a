package dev.tocsin.dashboard.passkeys;

import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * What an authenticator is asked to sign: chance, a date, and our own signature over both and over
 * whom they were given to. So nothing is kept of a challenge that nobody answers, however many are
 * asked for; of an answered one its hash is, until it is too old anyway.
 */
final class Challenges {

  /** How long an answer is taken: finding a key and touching it takes seconds. */
  static final Duration VALID = Duration.ofMinutes(5);

  private static final int CHANCE_BYTES = 16;
  private static final int DATE_BYTES = Long.BYTES;
  private static final int SIGNED_BYTES = CHANCE_BYTES + DATE_BYTES;
  private static final int MAC_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Macs macs;

  Challenges(SecretBox secrets) {
    this.macs = new Macs(secrets, "passkey challenges");
  }

  /**
   * @param holder to whom it is given, and for what
   */
  byte[] make(String holder, Instant now) {
    byte[] chance = new byte[CHANCE_BYTES];
    RANDOM.nextBytes(chance);
    byte[] signed =
        ByteBuffer.allocate(SIGNED_BYTES)
            .put(chance)
            .putLong(now.plus(VALID).getEpochSecond())
            .array();
    return ByteBuffer.allocate(SIGNED_BYTES + MAC_BYTES)
        .put(signed)
        .put(macs.sign(message(signed, holder)))
        .array();
  }

  /** Whether it was given to this holder, not too long ago. */
  boolean fits(byte[] challenge, String holder, Instant now) {
    if (challenge.length != SIGNED_BYTES + MAC_BYTES) {
      return false;
    }
    byte[] signed = Arrays.copyOf(challenge, SIGNED_BYTES);
    byte[] mac = Arrays.copyOfRange(challenge, SIGNED_BYTES, challenge.length);
    return macs.fits(message(signed, holder), mac) && now.isBefore(expiry(challenge));
  }

  private static Instant expiry(byte[] challenge) {
    return Instant.ofEpochSecond(ByteBuffer.wrap(challenge).getLong(CHANCE_BYTES));
  }

  private static byte[] message(byte[] signed, String holder) {
    byte[] text = holder.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(signed.length + text.length).put(signed).put(text).array();
  }

  /** Uses a challenge up; false if it was before. Of two answers at once one gets it. */
  static boolean use(Tx tx, byte[] challenge) {
    // By a minute later: another node's clock may be behind.
    tx.update(
        "forgetting old challenges",
        "DELETE FROM answered_challenges WHERE expires_at < clock_timestamp() - interval '1"
            + " minute'");
    return tx.update(
            "using a challenge up",
            """
            INSERT INTO answered_challenges (hash, expires_at) VALUES (sha256(?), ?)
            ON CONFLICT DO NOTHING
            """,
            challenge,
            expiry(challenge))
        == 1;
  }
}
