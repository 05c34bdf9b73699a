package dev.tocsin.ping.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.Target;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {

  private static final String KEY = "Zx_9-kEyOfTheProject22";

  private static Recipient of(String address) {
    return Recipient.of(address, "ping.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41",
        "5C2E9F6A-8D0B-4C55-9D2A-1F0E3B7A6C41",
        "5c2e9f6a-8d0b-4C55-Bd2a-1f0e3b7a6c41"
      })
  void a_random_uuid_is_a_code_in_either_case(String code) {
    assertThat(of(code + "@ping.example"))
        .isEqualTo(new Recipient.Check(new Target.ByCode(UUID.fromString(code))));
  }

  @Test
  void ping_key_and_slug_name_a_check() {
    assertThat(of(KEY + "+db_backup-2@ping.example"))
        .isEqualTo(new Recipient.Check(new Target.BySlug(KEY, "db_backup-2", false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5c2e9f6a-8d0b-1c55-9d2a-1f0e3b7a6c41", // version 1
        "5c2e9f6a-8d0b-4c55-cd2a-1f0e3b7a6c41", // variant c
        "5c2e9f6a8d0b4c559d2a1f0e3b7a6c41",
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c4",
        " 5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41",
        "\"5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41\"",
        "@a,@b:5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41",
        "Zx_9-kEyOfTheProject2+slug", // 21 characters
        "Zx_9-kEyOfTheProject222+slug",
        "Zx_9-kEyOfTheProject22+Slug",
        "Zx_9-kEyOfTheProject22+",
        "Zx_9-kEyOfTheProject22+a+b",
        "Zx_9-kEyOfTheProject22",
        "postmaster",
        ""
      })
  void everything_else_in_our_domain_is_no_mailbox(String local) {
    assertThat(of(local + "@ping.example")).isEqualTo(Recipient.Nobody.NO_FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41@other.example",
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41@PING.example", // compared exactly
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41@ping.example.",
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41@ping.example@evil.example",
        "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41",
        "postmaster",
        ""
      })
  void what_is_not_in_our_domain_is_rejected(String address) {
    assertThat(of(address)).isEqualTo(Recipient.Nobody.ELSEWHERE);
  }

  @Test
  void a_slug_that_no_check_can_have_is_no_mailbox() {
    assertThat(of(KEY + "+" + "a".repeat(255) + "@ping.example"))
        .isInstanceOf(Recipient.Check.class);
    assertThat(of(KEY + "+" + "a".repeat(256) + "@ping.example"))
        .isEqualTo(Recipient.Nobody.NO_FORM);
  }
}
