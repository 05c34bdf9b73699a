package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.http.PingPath.Nowhere;
import dev.tocsin.ping.http.PingPath.Route;
import dev.tocsin.ping.http.PingPath.Tree;
import dev.tocsin.ping.journal.Target;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row per row of the contract's tables. */
class PingPathTest {

  private static final String ID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
  private static final UUID CODE = UUID.fromString(ID);
  private static final String KEY = "Zx_9-kEyOfTheProject22";

  record Row(String path, PingPath means) {
    @Override
    public String toString() {
      return path.length() > 80 ? path.substring(0, 80) + "…" : path;
    }
  }

  static Stream<Row> contract() {
    return Stream.of(
        // U1 to U5
        row(ID, uuid(PingKind.SUCCESS, -1)),
        row(ID + "/", uuid(PingKind.SUCCESS, -1)),
        row(ID + "/start", uuid(PingKind.START, -1)),
        row(ID + "/fail", uuid(PingKind.FAIL, -1)),
        row(ID + "/log", uuid(PingKind.LOG, -1)),
        row(ID + "/0", uuid(PingKind.SUCCESS, 0)),
        row(ID + "/1", uuid(PingKind.FAIL, 1)),
        row(ID + "/255", uuid(PingKind.FAIL, 255)),
        row(ID + "/256", uuid(PingKind.FAIL, 256)),
        row(ID + "/007", uuid(PingKind.FAIL, 7)),
        row(ID + "/0000000000000000000000255", uuid(PingKind.FAIL, 255)),
        row(ID + "/000", uuid(PingKind.SUCCESS, 0)),
        row(ID + "/" + "9".repeat(5000), uuid(PingKind.FAIL, 256)),
        row(ID + "/4294967296", uuid(PingKind.FAIL, 256)),
        // S1 to S5
        row(KEY + "/my-slug", slug(KEY, "my-slug", PingKind.SUCCESS, -1)),
        row(KEY + "/my-slug/start", slug(KEY, "my-slug", PingKind.START, -1)),
        row(KEY + "/my-slug/fail", slug(KEY, "my-slug", PingKind.FAIL, -1)),
        row(KEY + "/my-slug/log", slug(KEY, "my-slug", PingKind.LOG, -1)),
        row(KEY + "/my-slug/0", slug(KEY, "my-slug", PingKind.SUCCESS, 0)),
        row(KEY + "/my-slug/255", slug(KEY, "my-slug", PingKind.FAIL, 255)),
        row(KEY + "/my-slug/00256", slug(KEY, "my-slug", PingKind.FAIL, 256)),
        row(KEY + "/_", slug(KEY, "_", PingKind.SUCCESS, -1)),
        // lexical rules
        row("0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9", Nowhere.NO_ROUTE),
        row("0a1b2c3d4e5f60718293a4b5c6d7e8f9", Nowhere.NO_ROUTE),
        row("0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9/start", keyOfUpperUuid()),
        row("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f", Nowhere.NO_ROUTE),
        row("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg", Nowhere.NO_ROUTE),
        row("0a1b2c3d-4e5f-6071-82930a4b5c6d7e8f9", Nowhere.NO_ROUTE),
        row(KEY + "/My-slug", Nowhere.UPPER_CASE_SLUG),
        row("no-such-key/SLUG/fail", Nowhere.UPPER_CASE_SLUG),
        row(KEY + "/SLUG/finish", Nowhere.NO_ROUTE),
        row(KEY + "/SLUG/", Nowhere.NO_ROUTE),
        row(KEY + "/my.slug", Nowhere.NO_ROUTE),
        row(KEY + "/my~slug", Nowhere.NO_ROUTE),
        row("ke:y/my-slug", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/+1", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/-1", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/1.5", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/START", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/finish", Nowhere.NO_ROUTE),
        row(KEY + "/sl%C3%BCg", Nowhere.NO_ROUTE),
        row(ID + "/%D9%A3", Nowhere.NO_ROUTE), // an Arabic digit
        row("k".repeat(256) + "/slug", Nowhere.NO_SUCH_CHECK),
        row(KEY + "/" + "s".repeat(256), Nowhere.NO_SUCH_CHECK),
        row(KEY + "/" + "s".repeat(255), slug(KEY, "s".repeat(255), PingKind.SUCCESS, -1)),
        // trailing slashes
        row(ID + "/start/", Nowhere.NO_ROUTE),
        row(ID + "/fail/", Nowhere.NO_ROUTE),
        row(ID + "/log/", Nowhere.NO_ROUTE),
        row(ID + "/5/", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/start/", Nowhere.NO_ROUTE),
        row(KEY + "/", Nowhere.NO_ROUTE),
        // precedence: what a UUID cannot be, a ping key may
        row(ID + "/finish", slug(ID, "finish", PingKind.SUCCESS, -1)),
        row(ID + "/START", Nowhere.UPPER_CASE_SLUG),
        row(ID + "/-1", slug(ID, "-1", PingKind.SUCCESS, -1)),
        row(ID + "/1.5", Nowhere.NO_ROUTE),
        row(ID + "/a%20b", Nowhere.NO_ROUTE),
        row(ID + "/start/5", slug(ID, "start", PingKind.FAIL, 5)),
        row(KEY + "/start", slug(KEY, "start", PingKind.SUCCESS, -1)),
        row(KEY + "/5", slug(KEY, "5", PingKind.SUCCESS, -1)),
        row(KEY, Nowhere.NO_ROUTE),
        row("", Nowhere.NO_ROUTE),
        // percent-encoding, decoded once
        row(KEY + "/my%2Dslug", slug(KEY, "my-slug", PingKind.SUCCESS, -1)),
        row(KEY + "/my%2dslug", slug(KEY, "my-slug", PingKind.SUCCESS, -1)),
        row(ID.replace("-", "%2D"), uuid(PingKind.SUCCESS, -1)),
        row(ID.replace("-", "%252D"), Nowhere.NO_ROUTE),
        row(KEY + "/my%252Dslug", Nowhere.NO_ROUTE),
        row(ID + "/%73tart", uuid(PingKind.START, -1)),
        row(ID + "%2Fstart", uuid(PingKind.START, -1)),
        row(KEY + "/my%slug", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug%2", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug%00", Nowhere.NO_ROUTE),
        row(ID + "%0A", Nowhere.NO_ROUTE),
        // never normalised
        row("/" + ID, Nowhere.NO_ROUTE),
        row(ID + "//", Nowhere.NO_ROUTE),
        row(ID + "//start", Nowhere.NO_ROUTE),
        row("./" + ID, Nowhere.NO_ROUTE),
        row("x/../" + ID, Nowhere.NO_ROUTE),
        row(KEY + "/./my-slug", Nowhere.NO_ROUTE),
        row(KEY + "/my-slug/start/1", Nowhere.NO_ROUTE));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void a_path_below_ping_means_what_the_contract_says(Row row) {
    assertThat(PingPath.parse("/ping/" + row.path, Tree.BELOW_PING)).isEqualTo(row.means);
  }

  @ParameterizedTest
  @MethodSource("contract")
  void a_port_of_its_own_has_the_same_tree_at_the_root(Row row) {
    assertThat(PingPath.parse("/ping/" + row.path, Tree.AT_ROOT)).isEqualTo(row.means);
    assertThat(PingPath.parse("/" + row.path, Tree.AT_ROOT)).isEqualTo(row.means);
  }

  @Test
  void the_fixed_word_ping_is_case_sensitive_and_may_be_encoded() {
    assertThat(PingPath.parse("/Ping/" + ID, Tree.BELOW_PING)).isEqualTo(Nowhere.NO_ROUTE);
    assertThat(PingPath.parse("/p%69ng/" + ID, Tree.BELOW_PING))
        .isEqualTo(uuid(PingKind.SUCCESS, -1));
    assertThat(PingPath.parse("//ping/" + ID, Tree.BELOW_PING)).isEqualTo(Nowhere.NO_ROUTE);
    assertThat(PingPath.parse("/./ping/" + ID, Tree.AT_ROOT)).isEqualTo(Nowhere.NO_ROUTE);
    assertThat(PingPath.parse("/" + ID, Tree.BELOW_PING)).isEqualTo(Nowhere.NO_ROUTE);
    assertThat(PingPath.parse("*", Tree.AT_ROOT)).isEqualTo(Nowhere.NO_ROUTE);
    assertThat(PingPath.parse("", Tree.AT_ROOT)).isEqualTo(Nowhere.NO_ROUTE);
  }

  private static PingPath keyOfUpperUuid() {
    return slug("0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9", "start", PingKind.SUCCESS, -1);
  }

  private static Row row(String path, PingPath means) {
    return new Row(path, means);
  }

  private static Route uuid(PingKind signal, int exitStatus) {
    return new Route(new Target.ByCode(CODE), signal, exitStatus);
  }

  private static Route slug(String key, String slug, PingKind signal, int exitStatus) {
    return new Route(new Target.BySlug(key, slug, false), signal, exitStatus);
  }
}
