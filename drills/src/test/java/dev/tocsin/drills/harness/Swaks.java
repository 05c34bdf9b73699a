package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends mail with swaks, the client that people try out mail servers with.
 *
 * @param exit 0 if the mail was accepted; else what its manual says of where it was not
 * @param talk the whole conversation
 */
public record Swaks(int exit, String talk) {

  /** Sends one mail to a server on this machine. */
  public static Swaks send(int port, String... options) {
    List<String> command = new ArrayList<>(List.of("swaks", "--server", "127.0.0.1"));
    command.addAll(List.of("--port", Integer.toString(port), "--from", "job@host.example"));
    command.addAll(List.of(options));
    try {
      Process swaks = new ProcessBuilder(command).redirectErrorStream(true).start();
      swaks.getOutputStream().close();
      String talk = new String(swaks.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!swaks.waitFor(60, TimeUnit.SECONDS)) {
        swaks.destroyForcibly();
        throw new IllegalStateException("swaks does not end:\n" + talk);
      }
      return new Swaks(swaks.exitValue(), talk);
    } catch (IOException e) {
      throw new UncheckedIOException("make check installs swaks", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
