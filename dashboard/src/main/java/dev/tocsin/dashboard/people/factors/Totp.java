package dev.tocsin.dashboard.people.factors;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that change with time (RFC 6238), in the one form that every app knows: HMAC-SHA-1, steps
 * of 30 seconds, six digits.
 */
final class Totp {

  static final Duration STEP = Duration.ofSeconds(30);
  static final int DIGITS = 6;

  /** 160 bits: what RFC 4226, 4, recommends. */
  static final int SECRET_BYTES = 20;

  /** Clocks differ, and typing takes time: a code of the step before or after is good, too. */
  private static final int DRIFT = 1;

  private Totp() {}

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
  }

  /** The code of a step (RFC 4226, 5.3). */
  static String code(byte[] secret, long step, int digits) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
    int modulus = (int) Math.pow(10, digits);
    return String.format("%0" + digits + "d", number % modulus);
  }

  /** The step of which this is the code, if there is one that is good now. */
  static OptionalLong stepOf(byte[] secret, String code, Instant now) {
    long here = step(now);
    return LongStream.rangeClosed(here - DRIFT, here + DRIFT)
        .filter(step -> same(code(secret, step, DIGITS), code))
        .findFirst();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
  }

  private static byte[] hmac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-1", e);
    }
  }
}
