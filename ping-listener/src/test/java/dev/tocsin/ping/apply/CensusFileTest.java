package dev.tocsin.ping.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the checks outlives the process, and half a file is none. */
class CensusFileTest {

  @TempDir private Path dir;

  private static final long SEED = System.nanoTime();

  @Test
  void what_was_kept_is_known_again() throws IOException {
    Random random = new Random(SEED);
    CensusFile file = new CensusFile(dir);
    assertThat(file.read()).isEmpty();
    for (int size : new int[] {0, 1, 700, 30_000}) {
      Census census = new Census();
      Map<String, Long> keys = new HashMap<>();
      List<Census.Found> checks = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        long project = random.nextInt(20);
        keys.put("key-ü-" + project, project);
        String slug = random.nextBoolean() ? "" : "slug-" + i;
        checks.add(new Census.Found(new UUID(random.nextLong(), random.nextLong()), project, slug));
      }
      census.add(checks);
      census.keys(keys);
      file.write(census.known());

      Census next = new Census();
      next.remember(file.read().orElseThrow());
      assertThat(next.size()).isEqualTo(size);
      for (Census.Found check : checks) {
        assertThat(next.has(new Target.ByCode(check.code()))).as("seed %d", SEED).isTrue();
        String key = "key-ü-" + check.project();
        assertThat(next.has(new Target.BySlug(key, check.slug(), false)))
            .as("seed %d", SEED)
            .isEqualTo(!check.slug().isEmpty());
      }
      assertThat(next.has(new Target.ByCode(UUID.randomUUID()))).isFalse();
    }
  }

  @Test
  void a_file_that_is_cut_off_or_damaged_is_none_and_the_next_one_takes_its_place()
      throws IOException {
    Random random = new Random(SEED);
    Census census = new Census();
    census.add(List.of(new Census.Found(new UUID(1, 2), 3, "job")));
    census.keys(Map.of("key", 3L));
    CensusFile file = new CensusFile(dir);
    file.write(census.known());
    Path path = dir.resolve("checks");
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThat(file.read()).as("the first %d bytes", length).isEmpty();
    }
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(path, damaged);
      assertThat(file.read()).as("seed %d", SEED).isEmpty();
    }
    file.write(census.known());
    assertThat(file.read()).isPresent();
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).as("nothing is left behind").containsExactly(path);
    }
  }
}
