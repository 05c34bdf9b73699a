package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §3: {@code rid} and {@code create}, and nothing else. */
@ParameterizedClass
@EnumSource(Door.class)
class QueryTest {

  private static final String RID = "6a1f7c52-59cf-4d43-9a9c-3b7a0c3d7e55";
  private static final String INVALID = "400 invalid uuid format";

  private final Door door;

  QueryTest(Door door) {
    this.door = door;
  }

  @Test
  void a_run_id_is_any_uuid_in_either_case() throws IOException {
    Check check = Check.create();
    List<String> rids =
        List.of(
            RID,
            "6A1F7C52-59CF-4D43-9A9C-3B7A0C3D7E55",
            "6a1F7c52-59cF-4D43-9a9C-3B7a0c3d7E55",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "6a1f7c52%2D59cf-4d43-9a9c-3b7a0c3d7e5%35");
    for (String rid : rids) {
      assertThat(door.get(check.path() + "?rid=" + rid).brief()).as(rid).isEqualTo("200 OK");
      assertThat(door.get(check.slugPath() + "/start?rid=" + rid).brief()).isEqualTo("200 OK");
    }
    assertThat(check.pings("rid"))
        .containsExactly(
            RID,
            RID,
            RID,
            RID,
            RID,
            RID,
            "00000000-0000-0000-0000-000000000000",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            RID,
            RID);
  }

  @Test
  void a_malformed_run_id_is_refused_and_records_nothing() throws IOException {
    Check check = Check.create();
    List<String> rids =
        List.of(
            "",
            "x",
            RID.replace("-", ""),
            RID.substring(1),
            RID + "0",
            "{" + RID + "}",
            "urn:uuid:" + RID,
            "+" + RID,
            RID + "%0A",
            RID + "%00",
            "%20" + RID,
            RID.replace("-", "%252D"),
            "1-1-1-1-1",
            "6a1f7c5g-59cf-4d43-9a9c-3b7a0c3d7e55",
            "%C3%A9".repeat(6),
            "%zz");
    for (String rid : rids) {
      for (String path : List.of(check.path(), check.path() + "/log", check.slugPath() + "/3")) {
        assertThat(door.get(path + "?rid=" + rid).brief()).as(rid).isEqualTo(INVALID);
      }
    }
    assertThat(door.get(check.path() + "?rid").brief()).as("no equals sign").isEqualTo(INVALID);
    assertThat(check.kinds()).isEmpty();
  }

  @Test
  void of_a_repeated_parameter_the_last_one_wins() throws IOException {
    Check check = Check.create();
    assertThat(door.get(check.path() + "?rid=x&rid=" + RID).brief()).isEqualTo("200 OK");
    assertThat(door.get(check.path() + "?rid=" + RID + "&rid=x").brief()).isEqualTo(INVALID);
    assertThat(door.get(check.path() + "?rid=" + RID + "&rid=").brief()).isEqualTo(INVALID);
    assertThat(check.pings("rid")).containsExactly(RID);
  }

  @Test
  void unknown_parameters_and_empty_ones_are_ignored() throws IOException {
    Check check = Check.create();
    for (String query :
        List.of("?", "?&&", "?x", "?RID=x", "?Rid=", "?rids=x", "?=x", "?a=b&c=%zz", "?create=1")) {
      assertThat(door.get(check.path() + query).brief()).as(query).isEqualTo("200 OK");
      assertThat(door.get(check.slugPath() + query).brief()).as(query).isEqualTo("200 OK");
    }
    assertThat(door.get(check.path() + "/start?%72id=" + RID).brief()).isEqualTo("200 OK");
    assertThat(check.last().get("rid").asText()).isEqualTo(RID);
  }

  @Test
  void create_is_on_with_exactly_1_only() throws IOException {
    String path = "/" + Installation.get().api().pingKey() + "/" + Check.freshSlug();
    for (String query :
        List.of("?create=0", "?create=", "?create", "?create=true", "?create=01", "?create=1%20")) {
      assertThat(door.get(path + query).brief()).as(query).isEqualTo("404 not found");
    }
    assertThat(door.get(path + "?create=1&create=0").brief()).isEqualTo("404 not found");
    assertThat(door.get(path + "?create=0&create=%31").brief()).isEqualTo("201 Created");
    assertThat(door.get(path).brief()).isEqualTo("200 OK");
  }

  @Test
  void create_means_nothing_with_a_code() throws IOException {
    assertThat(door.get("/00000000-1111-2222-3333-444444444444?create=1").brief())
        .isEqualTo("404 not found");
  }
}
