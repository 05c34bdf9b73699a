package dev.tocsin.dashboard.people;

/**
 * A key that was just made.
 *
 * @param key shown this once: it is kept as a hash
 */
public record NewKey(String key, ListedKey listed) {

  @Override
  public String toString() {
    return "NewKey[" + listed + "]";
  }
}
