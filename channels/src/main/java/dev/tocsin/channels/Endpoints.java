package dev.tocsin.channels;

import java.net.URI;
import java.util.Optional;

/**
 * Where the providers are that everybody calls at the same address.
 *
 * @param instead a server that stands for all of them, with the path that it wants in front; for
 *     tests, and for networks that let programs out through a relay only
 */
public record Endpoints(Optional<String> instead) {

  /** The providers themselves. */
  public static final Endpoints REAL = new Endpoints(Optional.empty());

  /**
   * The address of one provider's API.
   *
   * @param real for example {@code https://api.telegram.org}
   * @param path begins with a slash; whatever of it is not ours is encoded already
   */
  public URI at(String real, String path) {
    return WebAddress.parse(instead.orElse(real) + path);
  }
}
