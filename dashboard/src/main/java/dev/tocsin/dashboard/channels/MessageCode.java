package dev.tocsin.dashboard.channels;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a message, 32 hex digits, written as a UUID: that is how others come back with it. */
final class MessageCode {

  private static final Pattern KEY =
      Pattern.compile("([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

  private MessageCode() {}

  static UUID of(String key) {
    Matcher digits = KEY.matcher(key);
    return digits.matches()
        ? UUID.fromString(digits.replaceFirst("$1-$2-$3-$4-$5"))
        : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)); // no key of ours
  }

  static String key(UUID code) {
    return code.toString().replace("-", "");
  }
}
