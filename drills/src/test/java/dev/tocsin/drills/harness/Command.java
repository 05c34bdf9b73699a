package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of the system, run as people run it. */
public final class Command {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final CompletableFuture<String> output;

  private Command(Process process, CompletableFuture<String> output) {
    this.process = process;
    this.output = output;
  }

  /**
   * What came of it.
   *
   * @param output of both kinds, as it came
   */
  public record Result(int exit, String output) {}

  /** Fails, with the name of the Debian package to install, where a program is missing. */
  public static void need(String program, String debianPackage) {
    boolean there =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    if (!there) {
      throw new IllegalStateException(
          "%s is missing: apt-get install %s".formatted(program, debianPackage));
    }
  }

  /** Starts it; what it writes is kept. */
  public static Command start(Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return new Command(process, CompletableFuture.supplyAsync(() -> read(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, if it has not ended. */
  public void stop() {
    process.destroy();
  }

  /** Runs it to its end. */
  public static Result run(String... command) {
    return start(Map.of(), List.of(command)).await();
  }

  /** Waits for its end, and ends it if it has none. */
  public Result await() {
    return await(PATIENCE);
  }

  /** The same for what takes longer. */
  public Result await(Duration patience) {
    try {
      String text = output.get(patience.toSeconds(), TimeUnit.SECONDS);
      return new Result(process.waitFor(), text);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("no end in sight: " + process.info().commandLine(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
