package dev.tocsin.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate of ours and its key, from two PEM files. What cannot be used changes nothing: the
 * one before is shown on, and {@link #trouble} says so.
 *
 * <p>Thread-safe.
 */
public final class ShownCertificate {

  private static final Logger log = LoggerFactory.getLogger(ShownCertificate.class);

  /** Older ones are broken (RFC 8996). */
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** A client that does not get on with its hand-shake is gone. */
  private static final Duration HAND_SHAKE = Duration.ofSeconds(10);

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /** What both files hold. */
  private record Contents(Buffer chain, Buffer key) {}

  private final Vertx vertx;
  private final String name;
  private final Path chain;
  private final Path key;
  private Contents contents;
  private volatile ServerSSLOptions options;
  private volatile Instant ends;
  private volatile Optional<String> trouble = Optional.empty();

  private ShownCertificate(Vertx vertx, String name, Path chain, Path key) throws IOException {
    this.vertx = vertx;
    this.name = name;
    this.chain = chain;
    this.key = key;
    this.contents = read();
    X509Certificate first = checked(contents);
    this.ends = first.getNotAfter().toInstant();
    this.options = options(contents);
  }

  /**
   * Reads it.
   *
   * @param name of the setting, for messages
   * @param chain our certificate and those that vouch for it
   * @throws IllegalArgumentException if it cannot be used; the message says why
   */
  public static ShownCertificate read(Vertx vertx, String name, Path chain, Path key) {
    try {
      return new ShownCertificate(vertx, name, chain, key);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: cannot read %s".formatted(name, e.getMessage()), e);
    }
  }

  /** What a server is to be set with, now. */
  public ServerSSLOptions options() {
    return options.copy();
  }

  /** When the one that is shown ends. */
  public Instant ends() {
    return ends;
  }

  /** What it is read from. */
  public List<Path> files() {
    return List.of(chain, key);
  }

  /** Why the one that is there now is not shown. */
  public Optional<String> trouble() {
    return trouble;
  }

  /**
   * Looks whether the files have changed. Blocks.
   *
   * @return whether there is another one to be shown
   */
  public synchronized boolean look() {
    try {
      Contents now = read();
      if (now.equals(contents)) {
        trouble = Optional.empty();
        return false;
      }
      X509Certificate first = checked(now);
      options = options(now);
      ends = first.getNotAfter().toInstant();
      contents = now;
      trouble = Optional.empty();
      log.info("{}: another certificate, good until {}", name, ends);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      String why =
          e instanceof IOException
              ? "%s: cannot read %s".formatted(name, e.getMessage())
              : String.valueOf(e.getMessage());
      if (!trouble.equals(Optional.of(why))) {
        log.warn("the certificate that was shown is shown on: {}", why);
      }
      trouble = Optional.of(why);
      return false;
    }
  }

  private Contents read() throws IOException {
    return new Contents(
        Buffer.buffer(Files.readAllBytes(chain)), Buffer.buffer(Files.readAllBytes(key)));
  }

  private static PemKeyCertOptions pem(Contents contents) {
    return new PemKeyCertOptions().addCertValue(contents.chain()).addKeyValue(contents.key());
  }

  private static ServerSSLOptions options(Contents contents) {
    ServerSSLOptions made = new ServerSSLOptions();
    made.setKeyCertOptions(pem(contents));
    made.setEnabledSecureTransportProtocols(PROTOCOLS);
    made.setSslHandshakeTimeout(HAND_SHAKE.toSeconds());
    made.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    return made;
  }

  /** Our certificate, of which the key is sure to be the one. */
  private X509Certificate checked(Contents contents) {
    try {
      for (KeyManager manager : pem(contents).getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager ours) {
          return checked(ours);
        }
      }
    } catch (Exception e) { // Vert.x throws what it finds, declared as this
      throw new IllegalArgumentException(
          "%s: %s and %s cannot be used: %s".formatted(name, chain, key, e.getMessage()), e);
    }
    throw new IllegalArgumentException("%s: there is no key in %s".formatted(name, key));
  }

  private X509Certificate checked(X509KeyManager manager) throws GeneralSecurityException {
    String alias =
        SIGNATURES.keySet().stream()
            .flatMap(type -> aliases(manager, type))
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("it is neither RSA, EC nor Ed25519"));
    PrivateKey own = manager.getPrivateKey(alias);
    X509Certificate first = manager.getCertificateChain(alias)[0];
    String algorithm =
        SIGNATURES.getOrDefault(first.getPublicKey().getAlgorithm(), "SHA256withRSA");
    byte[] words = "whose key is it?".getBytes(StandardCharsets.US_ASCII);
    boolean match;
    try {
      Signature sign = Signature.getInstance(algorithm);
      sign.initSign(own);
      sign.update(words);
      byte[] signed = sign.sign();
      sign.initVerify(first.getPublicKey());
      sign.update(words);
      match = sign.verify(signed);
    } catch (GeneralSecurityException e) {
      match = false; // a key of another kind
    }
    if (!match) {
      throw new GeneralSecurityException("the key is not that of the first certificate");
    }
    return first;
  }

  private static Stream<String> aliases(X509KeyManager manager, String type) {
    String[] found = manager.getServerAliases(type, null);
    return found == null ? Stream.empty() : Arrays.stream(found);
  }
}
