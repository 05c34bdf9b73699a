package dev.tocsin.drills.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import dev.tocsin.ping.http.PingUrlFuzz;
import dev.tocsin.ping.mail.MailTextFuzz;
import dev.tocsin.ping.smtp.DialogueFuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds each parser for a minute ({@code -Ddrill.seconds=}) with inputs that reach new code: no
 * exception, no input that takes seconds, no memory without bound. The seed is printed; {@code
 * -Ddrill.seed=} repeats a run. An input that failed is kept in {@code target/fuzz}.
 */
class FuzzDrill {

  private static final int SECONDS = Integer.getInteger("drill.seconds", 60);
  private static final long SEED =
      Long.getLong("drill.seed", Math.floorMod(System.nanoTime(), 1L << 31));

  /** An input that takes longer is a hang. */
  private static final int HANG_SECONDS = 5;

  private static final int MEMORY_MB = 512;

  @TempDir Path corpus;

  static Stream<Class<?>> targets() {
    return Stream.of(PingUrlFuzz.class, ScheduleFuzz.class, DialogueFuzz.class, MailTextFuzz.class);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void no_input_breaks_it(Class<?> target) throws IOException, InterruptedException {
    Path findings = Path.of("target", "fuzz").toAbsolutePath();
    findings.toFile().mkdirs();
    Process fuzzer =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx" + MEMORY_MB + "m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Jazzer.class.getName(),
                    "--target_class=" + target.getName(),
                    "--instrumentation_includes=dev.tocsin.**:org.apache.james.**",
                    "--reproducer_path=" + findings,
                    "-artifact_prefix=" + findings + "/",
                    "-max_total_time=" + SECONDS,
                    "-timeout=" + HANG_SECONDS,
                    "-rss_limit_mb=" + 4 * MEMORY_MB,
                    "-seed=" + SEED,
                    "-print_final_stats=1",
                    corpus.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(fuzzer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = fuzzer.waitFor();
    assertThat(exit).as("seed %d, %s:%n%s", SEED, target.getName(), said).isZero();
    System.out.printf("%s, seed %d: %s%n", target.getSimpleName(), SEED, executed(said));
  }

  private static String executed(String said) {
    return said.lines()
        .filter(line -> line.startsWith("stat::number_of_executed_units"))
        .map(line -> line.replaceAll("\\D+", "") + " inputs")
        .findFirst()
        .orElseThrow(() -> new AssertionError("it did not say how much it did:\n" + said));
  }
}
