package dev.tocsin.ping.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks at a journal without changing it, also while a process writes it: for {@code tocsin journal
 * show} and {@code verify}. Every method may throw {@link UncheckedIOException}.
 */
public final class JournalTool {

  private static final int PINGS_AT_ONCE = 1000;
  private static final int BYTES_AT_ONCE = 1 << 20;

  private final Path journalDir;

  /** For the journal in this folder. */
  public JournalTool(Path journalDir) {
    this.journalDir = journalDir;
  }

  /** Every stream, oldest first. Reads everything. */
  public List<StreamSummary> show() {
    return streams().stream()
        .flatMap(folder -> look(folder, batch -> {}).stream())
        .sorted(Comparator.comparing(stream -> stream.first().orElse(Instant.MAX)))
        .toList();
  }

  /** Every ping of one stream in order; nothing if there is no such stream. */
  public void pings(UUID stream, Consumer<Entry> each) {
    Path folder = journalDir.resolve(stream.toString());
    if (Files.isDirectory(folder)) {
      look(folder, batch -> batch.entries().forEach(each));
    }
  }

  /** Checks every checksum and the order of the stamps; a line for each problem. */
  public List<String> verify() {
    List<String> problems = new ArrayList<>();
    for (Path folder : streams()) {
      var order = new Order();
      for (StreamSummary stream : look(folder, order).stream().toList()) {
        stream.damage().forEach(damage -> problems.add(words(stream, damage)));
        order.fallen.ifPresent(at -> problems.add(fallen(stream, at)));
      }
      problems.addAll(setAside(folder.resolve(StoredStream.DAMAGED)));
    }
    try {
      new InstallationNote(journalDir).read();
    } catch (UncheckedIOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private List<Path> streams() {
    try {
      return Adoption.folders(journalDir).stream().filter(f -> !Adoption.isGone(f)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if the stream is deleted while we look. */
  private Optional<StreamSummary> look(Path folder, Consumer<Batch> each) {
    UUID id = Adoption.idOf(folder).orElseThrow();
    try {
      boolean held = held(id);
      Segments segments = Segments.in(folder);
      TailScan scan = TailScan.of(id, segments);
      var damage = new DamageLog(Optional.empty());
      long pings = 0;
      try (var reader = new StreamReader(id, segments, damage)) {
        for (long at = segments.start(); at < scan.end(); ) {
          Batch batch = reader.read(at, scan.end(), PINGS_AT_ONCE, BYTES_AT_ONCE);
          each.accept(batch);
          pings += batch.entries().size();
          at = batch.next();
        }
      }
      long bytes = 0;
      for (Segment segment : segments.list()) {
        bytes += segment.bytes();
        long from = Math.max(segment.start, scan.end());
        boolean counts = segment.voidFrom() == Long.MAX_VALUE && !held;
        if (counts && from < TailScan.physicalEnd(segment)) {
          damage.add(segment, from, TailScan.physicalEnd(segment), true);
        }
      }
      return Optional.of(
          new StreamSummary(
              id,
              held
                  ? StreamSummary.State.HELD
                  : scan.closed() ? StreamSummary.State.CLOSED : StreamSummary.State.ORPHAN,
              segments.start(),
              scan.end(),
              pings,
              scan.anySound()
                  ? Optional.of(StampClock.instant(scan.firstMicros()))
                  : Optional.empty(),
              scan.anySound()
                  ? Optional.of(StampClock.instant(scan.lastMicros()))
                  : Optional.empty(),
              bytes,
              damage.list()));
    } catch (NoSuchFileException trimmed) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading stream " + id, e);
    }
  }

  private boolean held(UUID stream) throws IOException {
    // For a moment we hold it ourselves; whoever wants to adopt it then tries again later.
    Optional<StreamLock> lock = StreamLock.tryLock(journalDir, stream);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }

  private static String words(StreamSummary stream, Damage damage) {
    return "stream %s: positions %d to %d %s"
        .formatted(
            stream.id(),
            damage.from(),
            damage.to(),
            damage.tail()
                ? "at its end are unfinished: a write torn by a crash, or damage"
                : "are damaged");
  }

  private static String fallen(StreamSummary stream, long position) {
    return "stream %s: the stamp at position %d is not later than the one before"
            .formatted(stream.id(), position)
        + ", and no clock event says why";
  }

  private static List<String> setAside(Path damaged) {
    if (!Files.isDirectory(damaged)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(damaged)) {
      return files.sorted().map(file -> "set aside earlier as unreadable: " + file).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers where stamps first fell without a clock event that says why. */
  private static final class Order implements Consumer<Batch> {

    private Instant last = Instant.MIN;
    private Optional<Long> fallen = Optional.empty();
    private int expected; // so many falls were announced

    @Override
    public void accept(Batch batch) {
      expected += (int) batch.signs().stream().filter(Order::isBack).count();
      for (Entry entry : batch.entries()) {
        if (!entry.at().isAfter(last) && expected-- <= 0 && fallen.isEmpty()) {
          fallen = Optional.of(entry.position());
        }
        last = entry.at();
      }
    }

    private static boolean isBack(Sign sign) {
      return sign instanceof ClockEvent event && event.to().isBefore(event.from());
    }
  }
}
