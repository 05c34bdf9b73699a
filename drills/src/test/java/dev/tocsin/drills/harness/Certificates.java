package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An authority of the drill's own, made with {@code openssl}. */
public final class Certificates {

  private final Path dir;

  private Certificates(Path dir) {
    this.dir = dir;
  }

  /** Makes the authority. */
  public static Certificates authority(Path dir, String name) {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Certificates made = new Certificates(dir);
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-keyout",
        made.file("ca.key"),
        "-out",
        made.file("ca.pem"));
    return made;
  }

  /** What is to be trusted. */
  public Path authority() {
    return dir.resolve("ca.pem");
  }

  /** Of one that was made. */
  public Path certificate(String name) {
    return dir.resolve(name + ".pem");
  }

  /** Of one that was made: PKCS#8. */
  public Path key(String name) {
    return dir.resolve(name + ".key");
  }

  /**
   * Makes a certificate and its key.
   *
   * @param subject the common name
   */
  public Certificates make(String name, String subject) {
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + subject,
        "-addext",
        "subjectAltName=IP:127.0.0.1,DNS:localhost",
        "-keyout",
        file(name + ".key"),
        "-out",
        file(name + ".csr"));
    openssl(
        "x509",
        "-req",
        "-days",
        "2",
        "-copy_extensions",
        "copy",
        "-in",
        file(name + ".csr"),
        "-CA",
        file("ca.pem"),
        "-CAkey",
        file("ca.key"),
        "-CAcreateserial",
        "-out",
        file(name + ".pem"));
    return this;
  }

  private String file(String name) {
    return dir.resolve(name).toString();
  }

  private static void openssl(String... arguments) {
    Command.need("openssl", "openssl");
    Command.Result result =
        Command.run(
            Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toArray(String[]::new));
    if (result.exit() != 0) {
      throw new IllegalStateException(result.output());
    }
  }
}
