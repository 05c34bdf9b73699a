package dev.tocsin.dashboard;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/** An app that makes codes, as a person has it on their telephone: written from RFC 6238 again. */
public final class TestCodes {

  private TestCodes() {}

  /**
   * The code of now.
   *
   * @param ahead how many steps of 30 seconds the clock of the telephone is ahead
   */
  public static String of(String base32, int ahead) {
    long step = System.currentTimeMillis() / 30_000 + ahead;
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base32.decode(base32), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
