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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of secrets at rest: the one that seals, from the settings or of our own in the data
 * folder, and others by which can be read.
 */
final class SecretKey {

  private static final Logger log = LoggerFactory.getLogger(SecretKey.class);

  private SecretKey() {}

  static SecretBox box(Settings settings) throws CannotStartException {
    return new SecretBox(bytes(settings), others(settings));
  }

  /** Tells keys apart, and says nothing about one. */
  static String fingerprint(Settings settings) throws CannotStartException {
    return new SecretBox(bytes(settings)).fingerprint();
  }

  /** The same; empty where there is none yet. Never makes one. */
  static Optional<String> knownFingerprint(Settings settings) throws CannotStartException {
    return isKnown(settings) ? Optional.of(fingerprint(settings)) : Optional.empty();
  }

  /** Whether what this key has sealed can be read here. Never makes one. */
  static boolean canRead(Settings settings, String fingerprint) throws CannotStartException {
    return isKnown(settings) && box(settings).fingerprints().contains(fingerprint);
  }

  private static boolean isKnown(Settings settings) {
    return settings.find(Keys.SECRET_KEY).isPresent() || Files.exists(file(settings));
  }

  /** Where one of our own is. */
  static Path file(Settings settings) {
    return settings.get(Keys.DATA_DIR).resolve("secret.key");
  }

  /** Where those are kept that were in its place, one a line. */
  static Path oldFile(Settings settings) {
    return settings.get(Keys.DATA_DIR).resolve("secret.key.old");
  }

  static byte[] bytes(Settings settings) throws CannotStartException {
    if (settings.find(Keys.SECRET_KEY).isPresent()) {
      return settings.get(Keys.SECRET_KEY);
    }
    Path file = file(settings);
    try {
      if (!Files.exists(file)) {
        writeIfMissing(file, fresh());
        log.info("made a secret key in {}: keep a copy, and give it to all machines", file);
      }
      return read(file).get(0);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(file, e);
    }
  }

  private static List<byte[]> others(Settings settings) throws CannotStartException {
    List<byte[]> keys = new ArrayList<>(settings.find(Keys.SECRET_OTHER_KEYS).orElse(List.of()));
    Path file = oldFile(settings);
    if (Files.exists(file)) {
      try {
        keys.addAll(read(file));
      } catch (IOException | IllegalArgumentException e) {
        throw unusable(file, e);
      }
    }
    return keys;
  }

  /** At least one. */
  private static List<byte[]> read(Path file) throws IOException {
    List<byte[]> keys = new ArrayList<>();
    for (String line : Files.readString(file).strip().lines().toList()) {
      byte[] key = HexFormat.of().parseHex(line.strip());
      if (key.length != SecretBox.KEY_BYTES) {
        throw new IllegalArgumentException("a key has 64 hexadecimal digits");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    return keys;
  }

  private static CannotStartException unusable(Path file, Exception e) {
    return new CannotStartException(
        Exit.DISK, "the secret key in %s cannot be used: %s".formatted(file, e.getMessage()), e);
  }

  /** The key that the running parts use; never makes one. */
  static SecretBox existing(Settings settings) throws CannotStartException {
    if (!isKnown(settings)) {
      throw new CannotStartException(
          Exit.SETTINGS,
          "secret.key is not set and %s does not exist: give the key that the running parts use"
              .formatted(file(settings)));
    }
    return box(settings);
  }

  /**
   * Puts a new key in the place of our own, which is kept to read by. Each of the two files is
   * whole at any moment, and the old key in one of them.
   *
   * @return the fingerprint of the new one
   */
  static String replace(Settings settings) throws CannotStartException {
    Path file = file(settings);
    Path old = oldFile(settings);
    try {
      List<byte[]> kept = new ArrayList<>(read(file));
      if (Files.exists(old)) {
        kept.addAll(read(old));
      }
      replace(old, kept);
      byte[] fresh = fresh();
      replace(file, List.of(fresh));
      return new SecretBox(fresh).fingerprint();
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(file, e);
    }
  }

  private static byte[] fresh() {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** Whole or not at all: half a key would lock every secret away. One that is there stays. */
  static void writeIfMissing(Path file, byte[] key) throws IOException {
    Path fresh = write(file, List.of(key));
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      log.debug("another process made the secret key first");
    } finally {
      Files.delete(fresh);
    }
  }

  private static void replace(Path file, List<byte[]> keys) throws IOException {
    Files.move(write(file, keys), file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Beside the file, on disk, for nobody else to read. */
  private static Path write(Path file, List<byte[]> keys) throws IOException {
    var privately =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path fresh = Files.createTempFile(file.getParent(), "secret", ".new", privately);
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append(HexFormat.of().formatHex(key)).append('\n'));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.US_ASCII.encode(text.toString()));
      channel.force(true);
    }
    return fresh;
  }
}
