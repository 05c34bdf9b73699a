package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.RunId;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingQueryTest {

  private static final String RUN = "aaaaaaaa-0000-1111-ffff-0123456789ab";
  private static final PingQuery NONE = new PingQuery(null, false, false);
  private static final PingQuery OF_RUN =
      new PingQuery(new RunId(UUID.fromString(RUN)), false, false);

  @Test
  void without_parameters_nothing_is_said() {
    assertThat(PingQuery.parse(null)).isEqualTo(NONE);
    assertThat(PingQuery.parse("")).isEqualTo(NONE);
    assertThat(PingQuery.parse("&&x=1&RID=" + RUN)).isEqualTo(NONE);
  }

  @Test
  void a_run_id_is_a_uuid_in_either_case_of_any_version() {
    assertThat(PingQuery.parse("rid=" + RUN)).isEqualTo(OF_RUN);
    assertThat(PingQuery.parse("a=b&rid=" + RUN.toUpperCase(Locale.ROOT))).isEqualTo(OF_RUN);
    assertThat(PingQuery.parse("%72id=" + RUN.replace("-", "%2D"))).isEqualTo(OF_RUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rid=",
        "rid",
        "rid&x=1",
        "rid=1-1-1-1-1",
        "rid=aaaaaaaa00001111ffff0123456789ab",
        "rid={aaaaaaaa-0000-1111-ffff-0123456789ab}",
        "rid=aaaaaaaa-0000-1111-ffff-0123456789ab%0A",
        "rid=aaaaaaaa-0000-1111-ffff-0123456789ab+",
        "rid=aaaaaaaa-0000-1111-ffff-0123456789ag"
      })
  void anything_else_is_malformed(String query) {
    assertThat(PingQuery.parse(query)).isEqualTo(new PingQuery(null, true, false));
  }

  @Test
  void the_last_of_a_repeated_parameter_counts() {
    assertThat(PingQuery.parse("rid=x&rid=" + RUN)).isEqualTo(OF_RUN);
    assertThat(PingQuery.parse("rid=" + RUN + "&rid=").malformedRun()).isTrue();
    assertThat(PingQuery.parse("create=1&create=0").create()).isFalse();
  }

  @Test
  void create_is_exactly_one() {
    assertThat(PingQuery.parse("create=1").create()).isTrue();
    assertThat(PingQuery.parse("create=%31").create()).isTrue();
    for (String other :
        new String[] {"create", "create=", "create=01", "create=true", "create=1+"}) {
      assertThat(PingQuery.parse(other).create()).as(other).isFalse();
    }
  }
}
