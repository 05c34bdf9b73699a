package dev.tocsin.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs small programs to their end. */
final class Commands {

  /** initdb on a slow disk takes a few seconds; nothing else comes near. */
  private static final long SECONDS = 120;

  /** Exit code and everything that was printed. */
  record Result(int exit, String output) {
    boolean ok() {
      return exit == 0;
    }
  }

  private Commands() {}

  static Result run(List<String> command) throws IOException {
    return run(command, "");
  }

  static Result run(List<String> command, String input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Our own environment may hold secrets, and PG… variables would change what the programs do.
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    Process process = builder.start();
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> printed(process));
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return new Result(process.exitValue(), output.get(SECONDS, TimeUnit.SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the output of %s cannot be read".formatted(command.get(0)), e);
    } finally {
      process.destroyForcibly();
    }
    return new Result(-1, output.getNow("no end after %d s".formatted(SECONDS)));
  }

  private static String printed(Process process) {
    try {
      byte[] all = process.getInputStream().readAllBytes();
      return new String(all, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal; a process that is gone is fine. */
  static void signal(long pid, String signal) throws IOException {
    run(List.of("sh", "-c", "kill -\"$1\" \"$2\" 2>/dev/null", "sh", signal, Long.toString(pid)));
  }
}
