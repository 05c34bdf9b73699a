package dev.tocsin.roles;

import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.SecretBox;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that encrypts secrets at rest: from the settings, or one of our own in the data folder.
 */
final class SecretKey {

  private static final Logger log = LoggerFactory.getLogger(SecretKey.class);

  private SecretKey() {}

  static SecretBox box(Settings settings) throws CannotStartException {
    return new SecretBox(bytes(settings));
  }

  /** Tells keys apart, and says nothing about one. */
  static String fingerprint(Settings settings) throws CannotStartException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update("tocsin fingerprint of a secret key".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha256.digest(bytes(settings)), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] bytes(Settings settings) throws CannotStartException {
    if (settings.find(Keys.SECRET_KEY).isPresent()) {
      return settings.get(Keys.SECRET_KEY);
    }
    Path file = settings.get(Keys.DATA_DIR).resolve("secret.key");
    try {
      makeIfMissing(file);
      return HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStartException(
          Exit.DISK, "the secret key in %s cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The key that the running parts use; never makes one. */
  static SecretBox existing(Settings settings) throws CannotStartException {
    Path file = settings.get(Keys.DATA_DIR).resolve("secret.key");
    if (settings.find(Keys.SECRET_KEY).isEmpty() && !Files.exists(file)) {
      throw new CannotStartException(
          Exit.SETTINGS,
          "secret.key is not set and %s does not exist: give the key that the running parts use"
              .formatted(file));
    }
    return box(settings);
  }

  /** Whole or not at all: half a key would lock every secret away. */
  private static void makeIfMissing(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    byte[] key = new byte[SecretBox.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    var privately =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path fresh = Files.createTempFile(file.getParent(), "secret", ".new", privately);
    Files.writeString(fresh, HexFormat.of().formatHex(key) + "\n");
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      Files.createLink(file, fresh);
      log.info("made a secret key in {}: keep a copy, and give it to all machines", file);
    } catch (FileAlreadyExistsException e) {
      log.debug("another process made the secret key first");
    } finally {
      Files.delete(fresh);
    }
  }
}
