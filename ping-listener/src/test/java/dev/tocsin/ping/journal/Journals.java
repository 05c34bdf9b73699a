package dev.tocsin.ping.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the journal's tests share: small journals, pings, and reading everything. */
final class Journals {

  static final Consumer<Throwable> NO_FATAL =
      why -> {
        throw new AssertionError("fatal", why);
      };

  private static final List<PingKind> KINDS = List.of(PingKind.values());

  private Journals() {}

  /** Segments of 1 KiB, so that a few pings make several. */
  static JournalConfig small(Path dir) {
    return config(dir, 1024, 1 << 20, 1 << 20);
  }

  static JournalConfig config(Path dir, long segmentBytes, long maxBytes, long keepBytes) {
    long pending = maxBytes / 2 - segmentBytes;
    return new JournalConfig(
        dir,
        "test",
        segmentBytes,
        maxBytes,
        0,
        Duration.ofHours(24),
        keepBytes,
        10_000,
        pending,
        (int) Math.min(pending, 1 << 20),
        Duration.ofHours(1));
  }

  /** A small one that notes often, looks at the disk as often, and holds few records. */
  static JournalConfig busy(Path dir, Duration noteEvery, long minFree, int maxPendingRecords) {
    JournalConfig small = small(dir);
    return new JournalConfig(
        dir,
        "test",
        small.segmentBytes(),
        small.maxBytes(),
        minFree,
        small.keep(),
        small.keepBytes(),
        maxPendingRecords,
        small.maxPendingBytes(),
        small.maxRecordBytes(),
        noteEvery);
  }

  static StampClock clock() {
    return StampClock.system(event -> {});
  }

  static Journal open(JournalConfig config) {
    return Journal.open(config, clock(), () -> {}, NO_FATAL);
  }

  static HeardPing ping(String body) {
    return ping(body.getBytes(UTF_8));
  }

  static HeardPing ping(byte[] body) {
    return new HeardPing(
        new Target.ByCode(new UUID(1, 2)),
        PingKind.SUCCESS,
        null,
        null,
        "https",
        "POST",
        "192.0.2.1",
        "curl/8.5.0",
        body);
  }

  static HeardPing random(Random random) {
    byte[] body = new byte[random.nextInt(120)];
    random.nextBytes(body);
    boolean slug = random.nextBoolean();
    return new HeardPing(
        slug
            ? new Target.BySlug(
                "key" + random.nextInt(9), "sl-" + random.nextInt(), random.nextBoolean())
            : new Target.ByCode(new UUID(random.nextLong(), random.nextLong())),
        KINDS.get(random.nextInt(KINDS.size())),
        random.nextBoolean() ? null : random.nextInt(256),
        random.nextBoolean() ? null : new RunId(new UUID(random.nextLong(), 7)),
        "http",
        random.nextBoolean() ? "GET" : "",
        random.nextBoolean() ? null : "2001:db8::" + random.nextInt(100),
        "agent ü " + random.nextInt(),
        body,
        random.nextBoolean());
  }

  /** Appends and waits until it is on disk. */
  static Entry append(Journal journal, HeardPing ping) {
    var receipts = new Receipts();
    if (journal.append(ping, receipts.forPing(ping)) != Append.TAKEN) {
      throw new AssertionError("not taken");
    }
    return receipts.awaitDurable(1).get(0);
  }

  static List<Entry> readAll(JournalReader reader) {
    List<Entry> all = new ArrayList<>();
    for (long at = reader.start(); at < reader.end(); ) {
      Batch batch = reader.read(at, 7, 1 << 20);
      all.addAll(batch.entries());
      at = batch.next();
    }
    return all;
  }

  /** Everything of every entry, a line each: quick to compare and readable when it differs. */
  static List<String> lines(List<Entry> entries) {
    return entries.stream()
        .map(
            e ->
                "%d-%d %s %s %s %s %s %s %s %s %s %s %s"
                    .formatted(
                        e.position(),
                        e.end(),
                        e.at(),
                        e.ping().target(),
                        e.ping().signal(),
                        e.ping().exitStatus(),
                        e.ping().run(),
                        e.ping().scheme(),
                        e.ping().method(),
                        e.ping().remoteAddr(),
                        e.ping().userAgent(),
                        HexFormat.of().formatHex(e.ping().body()),
                        e.ping().cut()))
        .toList();
  }

  static List<Long> positions(List<Entry> entries) {
    return entries.stream().map(Entry::position).toList();
  }

  static List<Path> segmentFiles(Path dir, UUID stream) {
    try (Stream<Path> files = Files.list(dir.resolve(stream.toString()))) {
      return files.filter(f -> f.toString().endsWith(".seg")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a stream's folder, as it lies on disk now, into another journal folder. */
  static void copy(Path from, UUID stream, Path to) throws IOException {
    Path folder = Files.createDirectories(to.resolve(stream.toString()));
    for (Path file : segmentFiles(from, stream)) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }
}
