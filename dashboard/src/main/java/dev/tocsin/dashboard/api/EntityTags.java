package dev.tocsin.dashboard.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, 8.8.3 and 13.1).
 *
 * @param any it is {@code *}
 */
record EntityTags(boolean any, List<Tag> tags) {

  private static final Pattern TAG =
      Pattern.compile("[ \\t,]*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\uffff]*)\"[ \\t]*(?=,|$)");

  /** A tag that a client sent, without its quotes. */
  record Tag(boolean weak, String opaque) {}

  /** Reads any text: a list ends where it stops being one. */
  static EntityTags parse(String header) {
    if (header.strip().equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<Tag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(header);
    while (matcher.lookingAt()) {
      tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
      matcher.region(matcher.end(), header.length());
    }
    return new EntityTags(false, List.copyOf(tags));
  }

  /** Weak comparison: is what the client has as good as this? */
  boolean haveWeakly(String opaque) {
    return any || tags.stream().anyMatch(tag -> tag.opaque().equals(opaque));
  }

  /** Strong comparison: a weak tag never is the same. */
  boolean haveStrongly(Predicate<String> opaque) {
    return any || tags.stream().anyMatch(tag -> !tag.weak() && opaque.test(tag.opaque()));
  }
}
