package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * A check as it was read, with all that is needed to show it.
 *
 * @param channels the codes of the assigned channels, sorted as text
 * @param telling when people are told of it
 * @param asOf the instant for which its standing is computed ({@link Heard})
 */
public record CheckView(StoredCheck check, List<UUID> channels, Telling telling, AsOf asOf) {

  private static final int TAG_BYTES = 9; // 72 bits, twelve characters: nobody tries to forge it

  public CheckView {
    channels = List.copyOf(channels);
  }

  /**
   * A short text that is another one whenever people have changed something: a setting, the
   * channels, or that it is paused. Pings do not change it.
   */
  public String tag() {
    StringJoiner all = new StringJoiner("\0"); // no text that is stored has a NUL
    SettingsColumns.of(check.settings()).values().forEach(value -> all.add(value.toString()));
    channels.forEach(channel -> all.add(channel.toString()));
    if (!telling.equals(Telling.USUAL)) {
      all.add(telling.toString());
    }
    all.add(String.valueOf(check.state().switchedAt()));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(all.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What people see of it. */
  public Standing standing() {
    return asOf.standing(check.state(), check.rules());
  }
}
