package dev.tocsin.roles;

import dev.tocsin.backup.Manifest;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.SecretBox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether what a backup holds can be read afterwards: by which key, and whether it is here. */
final class RestoredKey {

  private final Settings settings;
  private final Optional<byte[]> toWrite;

  private RestoredKey(Settings settings, Optional<byte[]> toWrite) {
    this.settings = settings;
    this.toWrite = toWrite;
  }

  /** Throws with the way out if it cannot. */
  static RestoredKey of(Settings settings, Manifest manifest, Restores.Wish wish)
      throws CannotStartException {
    String needed = manifest.key();
    RestoredKey nothing = new RestoredKey(settings, Optional.empty());
    if (needed == null || SecretKey.canRead(settings, needed)) {
      return nothing;
    }
    Optional<String> here = SecretKey.knownFingerprint(settings);
    if (manifest.sealedKey() != null && wish.passphrase().isPresent()) {
      byte[] key =
          manifest
              .sealedKey()
              .open(wish.passphrase().get())
              .filter(it -> it.length == SecretBox.KEY_BYTES)
              .filter(it -> new SecretBox(it).fingerprint().equals(needed))
              .orElseThrow(
                  () ->
                      new CannotStartException(
                          Exit.REFUSED, "this is not the passphrase of the key in the backup"));
      if (here.isEmpty()) {
        return new RestoredKey(settings, Optional.of(key));
      }
    } else if (wish.withoutKey()) {
      return nothing;
    }
    throw new CannotStartException(Exit.REFUSED, explain(settings, manifest, here));
  }

  private static String explain(Settings settings, Manifest manifest, Optional<String> here) {
    Path file = SecretKey.file(settings);
    boolean set = settings.find(Keys.SECRET_KEY).isPresent();
    String what =
        "the secrets in the backup are sealed with the secret key %s, and here is %s. "
            .formatted(manifest.key(), here.orElse("none"));
    String how =
        here.isPresent()
            ? (set
                ? "Set secret.key to that key"
                : "Move %s away and put that key there".formatted(file))
            : "Put that key into " + file;
    String sealed =
        manifest.sealedKey() == null || here.isPresent()
            ? ""
            : ", or give the passphrase of the key in the backup (--passphrase-file)";
    return what
        + how
        + sealed
        + ". Or say --without-key: then channels and second steps have to be set up again";
  }

  /** Writes the key where the program looks for it, if it was in the backup. */
  void write() throws CannotStartException {
    if (toWrite.isPresent()) {
      Base.makeDataDir(settings.get(Keys.DATA_DIR));
      Path file = SecretKey.file(settings);
      try {
        SecretKey.writeIfMissing(file, toWrite.get());
      } catch (IOException e) {
        throw new CannotStartException(
            Exit.DISK,
            "the secret key cannot be written to %s: %s".formatted(file, e.getMessage()),
            e);
      }
    }
  }
}
