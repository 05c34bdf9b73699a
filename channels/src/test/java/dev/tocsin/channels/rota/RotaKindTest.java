package dev.tocsin.channels.rota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import org.junit.jupiter.api.Test;

class RotaKindTest {

  private final RotaKind kind = new RotaKind();

  @Test
  void a_rota_is_made_elsewhere() {
    assertThat(kind.offered()).isFalse();
    assertThat(kind.problems("{}")).isEmpty();
  }

  @Test
  void a_rota_that_gets_an_alert_itself_has_nobody_left() {
    assertThat(kind.open("{}").deliver(TestAlerts.test("k")))
        .isEqualTo(new Verdict.GiveUp("nobody takes turns in this rota"));
  }
}
