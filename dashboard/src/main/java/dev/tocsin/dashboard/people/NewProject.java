package dev.tocsin.dashboard.people;

import java.util.UUID;

/**
 * A project that was just made, with its keys: shown once, since they are kept as hashes.
 *
 * @param apiKey may do everything in the project
 * @param apiKeyReadonly may read, and sees no ping URL
 * @param pingKey the first part of ping URLs with slugs
 */
public record NewProject(
    long id, UUID code, String name, String apiKey, String apiKeyReadonly, String pingKey) {

  @Override
  public String toString() {
    return "NewProject[id=%d, code=%s, name=%s]".formatted(id, code, name);
  }
}
