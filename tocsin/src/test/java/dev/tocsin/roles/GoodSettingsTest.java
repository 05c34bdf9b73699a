package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.settings.SettingsReader;
import dev.tocsin.store.Db;
import dev.tocsin.store.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings are kept once a process got ready with them, and each change of them is audited. */
class GoodSettingsTest {

  @TempDir Path dir;
  private final Db db = Db.open(TestPostgres.freshDatabase());
  private final AtomicBoolean ready = new AtomicBoolean();

  @AfterEach
  void close() {
    db.close();
  }

  private GoodSettings start(String name, String password) throws Exception {
    Settings settings =
        new SettingsReader(
                Map.of("data.dir", dir.toString(), "site.name", name),
                Map.of("TOCSIN_SMTP_PASSWORD", password),
                Optional.empty())
            .settings();
    return new GoodSettings(settings, Role.UP, new Build("1.0", ""), db, ready::get);
  }

  private int kept() throws Exception {
    return new SettingsHistory(dir).of(Role.UP).size();
  }

  private List<String> audited() {
    return db.query(
        "looking",
        "SELECT detail->>'changes' AS v FROM audit WHERE action = 'settings.change' ORDER BY id",
        row -> row.string("v"));
  }

  @Test
  void they_are_kept_when_the_process_is_ready_and_stays_so() throws Exception {
    GoodSettings first = start("one", "hunter2");
    first.step();
    first.step();
    assertThat(kept()).isZero();
    ready.set(true);
    first.step();
    assertThat(kept()).as("it may be before a part said what it lacks").isZero();
    first.step();
    first.step();
    assertThat(kept()).isEqualTo(1);
    assertThat(audited()).as("there was nothing to change").isEmpty();
  }

  @Test
  void a_start_with_others_is_audited_once_with_what_was_and_is_and_no_secret() throws Exception {
    ready.set(true);
    GoodSettings first = start("one", "hunter2");
    first.step();
    first.step();
    GoodSettings second = start("two", "hunter3");
    second.step();
    second.step();
    second.step();
    assertThat(audited())
        .containsExactly(
            "{\"site.name\": [\"one\", \"two\"], \"smtp.password\": [\"(secret)\", \"(another one)\"]}");
    GoodSettings third = start("two", "hunter3");
    third.step();
    third.step();
    assertThat(audited()).hasSize(1);
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void those_that_never_got_ready_are_audited_and_not_kept() throws Exception {
    ready.set(true);
    GoodSettings first = start("one", "x");
    first.step();
    first.step();
    ready.set(false);
    start("two", "x").step();
    assertThat(audited()).hasSize(1);
    assertThat(kept()).isEqualTo(1);
  }
}
