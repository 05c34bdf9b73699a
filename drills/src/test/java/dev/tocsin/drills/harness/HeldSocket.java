package dev.tocsin.drills.harness;

import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stand-in for systemd with {@code tocsin.socket}: a few lines of Perl that open the port, hand
 * it over as sd_listen_fds(3) has it, and start the program again whenever it ends.
 */
public final class HeldSocket implements AutoCloseable {

  private static final String KEEPER =
      """
      use Socket; use POSIX (); use Fcntl;
      my $port = shift @ARGV;
      $^F = 10;
      socket(my $held, PF_INET, SOCK_STREAM, 0) or die $!;
      setsockopt($held, SOL_SOCKET, SO_REUSEADDR, 1) or die $!;
      bind($held, pack_sockaddr_in($port, inet_aton('127.0.0.1'))) or die $!;
      listen($held, 4096) or die $!;
      fcntl($held, F_SETFL, O_NONBLOCK | fcntl($held, F_GETFL, 0)) or die $!;
      if (fileno($held) != 3) { POSIX::dup2(fileno($held), 3) or die $!; }
      my $child;
      $SIG{TERM} = sub { kill 'TERM', $child; waitpid $child, 0; exit 0 };
      while (1) {
        $child = fork();
        if ($child == 0) {
          $SIG{TERM} = 'DEFAULT';
          $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1;
          exec @ARGV or die $!;
        }
        waitpid $child, 0;
      }
      """;

  private final TocsinProcess keeper;

  private HeldSocket(TocsinProcess keeper) {
    this.keeper = keeper;
  }

  /** Opens a port and starts {@code up} on it. */
  public static HeldSocket start(Path data, Map<String, String> settings) {
    Command.need("perl", "perl-base");
    int port = FreePort.next();
    List<String> by = List.of("perl", "-e", KEEPER, Integer.toString(port));
    return new HeldSocket(TocsinProcess.start(by, "up", data, port, settings));
  }

  /** What runs on it, for all but its process number. */
  public TocsinProcess running() {
    return keeper;
  }

  /** Ends the program in order, and waits until the next one is ready. */
  public void restart(Duration atMost) {
    ProcessHandle before = program().orElseThrow();
    before.destroy();
    Await.that("it ends", atMost, () -> !before.isAlive());
    Await.that("another one is started", atMost, () -> program().isPresent());
    keeper.awaitReady(atMost);
  }

  private Optional<ProcessHandle> program() {
    return ProcessHandle.of(keeper.pid()).orElseThrow().children().findFirst();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
