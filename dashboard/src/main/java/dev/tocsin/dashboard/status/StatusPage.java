package dev.tocsin.dashboard.status;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A status page, as it is kept.
 *
 * @param slug the end of its address, unique in the installation
 * @param about a sentence or two for visitors
 * @param host a host name of its own, which may not be proven yet
 * @param passwordHash as {@code Passwords} makes it; empty: everybody may look
 * @param tags of the checks that it shows: any of these; none: all of the project
 * @param sections its headings, in order
 * @param looks by the id of the check, where it is shown otherwise than usual
 * @param logo whether it has one
 * @param subscribable whether visitors may ask to be told
 */
public record StatusPage(
    long id,
    UUID code,
    long projectId,
    String slug,
    String name,
    String about,
    Optional<String> host,
    HostProof proof,
    Optional<String> passwordHash,
    List<String> tags,
    List<Section> sections,
    Map<Long, CheckLook> looks,
    boolean logo,
    boolean subscribable,
    Instant createdAt) {

  public StatusPage {
    tags = List.copyOf(tags);
    sections = List.copyOf(sections);
    looks = Map.copyOf(looks);
  }

  /** The host name under which it is shown: one that is proven. */
  public Optional<String> shownAt() {
    return host.filter(name -> proof.isProven());
  }

  /** Whether only those see it who know the password. */
  public boolean locked() {
    return passwordHash.isPresent();
  }

  /** Where it is on our own host. */
  public String path() {
    return "/status/" + slug;
  }

  /** Whether a check with these tags is one of its checks, hidden or not. */
  public boolean covers(Collection<String> ofCheck) {
    return tags.isEmpty() || tags.stream().anyMatch(ofCheck::contains);
  }

  /** How it shows a check. */
  public CheckLook look(long checkId) {
    return looks.getOrDefault(checkId, CheckLook.USUAL);
  }
}
