package dev.tocsin.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownCertificateTest {

  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private Path chain;
  private Path key;

  @BeforeEach
  void files() {
    chain = dir.resolve("chain.pem");
    key = dir.resolve("key.pem");
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private ShownCertificate read() {
    return ShownCertificate.read(vertx, "http.certificate", chain, key);
  }

  private void put(Path certificate, Path ofIts) throws Exception {
    Files.copy(certificate, chain, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(ofIts, key, StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void one_that_is_renewed_is_shown_and_one_that_is_broken_is_not(String kind) throws Exception {
    Pem first = Pem.make(dir, kind, "first");
    Pem second = Pem.make(dir, kind, "second");
    put(first.chain(), first.key());
    ShownCertificate shown = read();
    assertThat(shown.ends()).isAfter(Instant.now());
    assertThat(shown.look()).isFalse();

    put(second.chain(), first.key()); // half of a renewal
    assertThat(shown.look()).isFalse();
    assertThat(shown.trouble().orElseThrow()).contains("the key is not that of");

    put(second.chain(), second.key());
    assertThat(shown.look()).isTrue();
    assertThat(shown.trouble()).isEmpty();

    Files.delete(chain);
    assertThat(shown.look()).isFalse();
    assertThat(shown.trouble().orElseThrow()).contains("http.certificate", "chain.pem");
    put(second.chain(), second.key());
    assertThat(shown.look()).isFalse();
    assertThat(shown.trouble()).isEmpty();
  }

  @Test
  void what_cannot_be_shown_is_said_plainly() throws Exception {
    assertThatThrownBy(this::read).hasMessageContaining("http.certificate: cannot read");
    Pem rsa = Pem.make(dir, "RSA", "rsa");
    Pem ec = Pem.make(dir, "EC", "ec");
    put(rsa.chain(), ec.key());
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key.pem");
    Files.writeString(key, "nothing");
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key.pem");
  }
}
