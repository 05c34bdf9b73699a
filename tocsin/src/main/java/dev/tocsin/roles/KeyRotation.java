package dev.tocsin.roles;

import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Processes;
import dev.tocsin.store.SealedValues;
import dev.tocsin.store.SecretBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Changes the key of what is sealed in the database. */
public final class KeyRotation {

  private final Settings settings;

  public KeyRotation(Settings settings) {
    this.settings = settings;
  }

  /**
   * Makes a new key in the data folder, and keeps the old one to read by.
   *
   * @return its fingerprint
   */
  public String make() throws CannotStartException {
    if (settings.find(Keys.SECRET_KEY).isPresent()) {
      throw new CannotStartException(
          Exit.REFUSED,
          "secret.key is set, so it is not ours to change: set another key there, and put this one"
              + " into secret.other-keys");
    }
    SecretKey.existing(settings);
    requireNobody();
    return SecretKey.replace(settings);
  }

  /** Who runs seals with the old key, and cannot read what the command line seals with the new. */
  private void requireNobody() throws CannotStartException {
    boolean embedded = settings.database().isEmpty();
    if (embedded ? EmbeddedServer.running(settings).isPresent() : someoneLives()) {
      throw new CannotStartException(
          Exit.REFUSED, "Tocsin is running: stop it first, make the key, and start it again");
    }
  }

  private boolean someoneLives() throws CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      return !database
          .open()
          .query(
              "looking who lives",
              "SELECT 1 FROM processes WHERE seen_at > now() - ? LIMIT 1",
              row -> true,
              Processes.LIVES)
          .isEmpty();
    } catch (DbException e) {
      throw new CannotStartException(Exit.DATABASE, e.getMessage(), e);
    }
  }

  /**
   * Seals everything with the current key; may be broken off and done again.
   *
   * @return what was done, and what the other keys are still needed for, a line each
   */
  public List<String> rotate() throws CannotStartException {
    SecretBox secrets = SecretKey.existing(settings);
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      SealedValues values = new SealedValues(database.open(), secrets);
      List<String> lines = new ArrayList<>();
      lines.add("%d secrets were sealed anew".formatted(values.rotate()));
      lines.addAll(needs(values, secrets));
      return lines;
    } catch (DbException e) {
      throw new CannotStartException(Exit.DATABASE, e.getMessage(), e);
    }
  }

  /** What the other keys are needed for; changes nothing. */
  public List<String> look() throws CannotStartException {
    SecretBox secrets = SecretKey.existing(settings);
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      return needs(new SealedValues(database.open(), secrets), secrets);
    } catch (DbException e) {
      throw new CannotStartException(Exit.DATABASE, e.getMessage(), e);
    }
  }

  static List<String> needs(SealedValues values, SecretBox secrets) {
    List<String> lines = new ArrayList<>();
    List<String> known = secrets.fingerprints();
    Map<String, Integer> others = values.others();
    lines.add("the current key is " + known.get(0));
    others.forEach(
        (print, count) -> {
          String start = print.substring(0, print.length() - 1);
          boolean here = known.stream().anyMatch(it -> it.startsWith(start));
          lines.add(
              here
                  ? "%d secrets take the key %s: run tocsin rotate-key".formatted(count, print)
                  : "%d secrets take the key %s, WHICH IS NOT HERE: nobody can read them"
                      .formatted(count, print));
        });
    if (known.size() > 1 && others.isEmpty()) {
      int accounts = values.recoveryCodes();
      lines.add(
          "no secret takes another key: it may go from secret.other-keys (or secret.key.old)");
      lines.add(
          "what it has signed is worth nothing then: URLs of badges and feeds, records of host"
              + " names, links in messages and letters"
              + (accounts == 0
                  ? ""
                  : "; recovery codes of %d accounts, which have to make new ones"
                      .formatted(accounts)));
    }
    return lines;
  }
}
