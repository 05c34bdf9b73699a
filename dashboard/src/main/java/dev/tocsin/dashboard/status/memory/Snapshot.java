package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.view.Papers;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * A page as it was at an instant, with all that is needed to show it without a database.
 *
 * @param host its own host name; empty: none
 * @param passwordHash empty: everybody may look
 * @param logoType empty: it has no picture
 * @param subscribable whether it offers to tell people
 * @param asOf it was known to be so then
 * @param changedAt it has said the same since
 */
public record Snapshot(
    UUID code,
    String slug,
    String name,
    String host,
    String passwordHash,
    boolean subscribable,
    Papers papers,
    String logoType,
    byte[] logo,
    Instant asOf,
    Instant changedAt) {

  /** Whether only those see it who know the password. */
  public boolean locked() {
    return !passwordHash.isEmpty();
  }

  /** Where it is on our own host. */
  public String path() {
    return "/status/" + slug;
  }

  /** Whether both look the same to everybody, whenever they were made. */
  boolean same(Snapshot other) {
    return code.equals(other.code)
        && slug.equals(other.slug)
        && name.equals(other.name)
        && host.equals(other.host)
        && passwordHash.equals(other.passwordHash)
        && subscribable == other.subscribable
        && logoType.equals(other.logoType)
        && Arrays.equals(logo, other.logo)
        && papers.same(other.papers);
  }

  /** The same page, known to be so at another instant. */
  Snapshot asOf(Instant at) {
    return new Snapshot(
        code, slug, name, host, passwordHash, subscribable, papers, logoType, logo, at, changedAt);
  }

  /** Bytes in memory, about: the compressed forms of a third of that come with it. */
  long size() {
    return (papers.size() + logo.length) * 4 / 3;
  }
}
