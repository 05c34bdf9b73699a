package dev.tocsin.roles;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that knows the password: of a vault, or of a cloud whose tokens last for minutes. */
final class PasswordCommand {

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 << 10; // tokens are long, and nothing else is wanted

  private PasswordCommand() {}

  /** It did not say a password. The message repeats nothing of what it said. */
  static final class FailedException extends Exception {
    FailedException(String why) {
      super("database.password-command: " + why);
    }
  }

  /** The first line that it prints. */
  static String run(String command) throws FailedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command.strip().split(" +", -1))
              .redirectInput(Redirect.from(new java.io.File("/dev/null")))
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new FailedException("cannot be run: " + e.getMessage());
    }
    try {
      return password(process);
    } catch (IOException e) {
      throw new FailedException("cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String password(Process process)
      throws IOException, InterruptedException, FailedException {
    // One that hangs is ended from aside, and then its output ends, too.
    process
        .onExit()
        .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            late -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              return process.destroyForcibly();
            });
    byte[] said;
    try (InputStream output = process.getInputStream()) {
      said = output.readNBytes(MOST_BYTES);
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new FailedException(code > 128 ? "took too long, or was killed" : "ended with " + code);
    }
    String line = new String(said, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new FailedException("said nothing");
    }
    return line;
  }
}
