package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {

  @TempDir Path dir;

  @Test
  void a_disk_that_holds_both_is_one_and_shows_up_before_its_folders_do() throws Exception {
    Disks disks = disks(Role.UP, Map.of());
    assertThat(disks.look()).hasSize(1);
    Disks.Use use = disks.look().get(0);
    assertThat(use.holds()).containsExactly("journal", "database");
    assertThat(use.size()).isEqualTo(Files.getFileStore(dir).getTotalSpace());
    assertThat(use.free()).isPositive().isLessThan(use.size());
    assertThat(disks.used(0)).isStrictlyBetween(0.0, 1.0);
    assertThat(disks.used(1)).isNaN();
  }

  @Test
  void a_process_watches_what_it_fills() throws Exception {
    Map<String, String> elsewhere = Map.of("DATABASE_URL", "postgres://a:b@db.example.org/tocsin");
    assertThat(held(Role.UP, elsewhere)).containsExactly("journal");
    assertThat(held(Role.PING_LISTENER, elsewhere)).containsExactly("journal");
    assertThat(held(Role.ALERTER, elsewhere)).containsExactly("data");
  }

  @Test
  void metrics_say_what_is_free_by_what_is_there() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    disks(Role.UP, Map.of()).watch(registry);
    for (String holds : List.of("journal", "database")) {
      double free = registry.get("tocsin.disk.free.bytes").tag("holds", holds).gauge().value();
      double size = registry.get("tocsin.disk.size.bytes").tag("holds", holds).gauge().value();
      assertThat(free).isPositive().isLessThan(size);
    }
  }

  private List<String> held(Role role, Map<String, String> environment) throws Exception {
    return disks(role, environment).look().stream().flatMap(use -> use.holds().stream()).toList();
  }

  private Disks disks(Role role, Map<String, String> environment) throws Exception {
    Map<String, String> flags = Map.of("data.dir", dir.resolve("to-come").toString());
    return Disks.of(new SettingsReader(flags, environment, Optional.empty()).settings(), role);
  }
}
