package dev.tocsin.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return new Result(process.exitValue(), output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return new Result(-1, output.strip());
  }

  /** Sends a signal; a process that is gone is fine. */
  static void signal(long pid, String signal) throws IOException {
    run(List.of("sh", "-c", "kill -\"$1\" \"$2\" 2>/dev/null", "sh", signal, Long.toString(pid)));
  }
}
