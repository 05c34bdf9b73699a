package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Damage;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.journal.Mark;
import dev.tocsin.ping.journal.Sign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A journal in memory: records of uneven length, a little apart as if control records were there.
 */
final class MemoryJournal implements JournalReader {

  private final UUID stream;
  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<Long, Sign> signs = new TreeMap<>(); // by the end of their records
  private final Instant opened;
  private final List<Damage> damage = new ArrayList<>();
  private long start;
  private long end;
  private Instant through;

  private boolean broken;
  private boolean live;

  MemoryJournal(Instant opened) {
    this(UUID.randomUUID(), opened);
  }

  private MemoryJournal(UUID stream, Instant opened) {
    this.stream = stream;
    this.opened = opened;
    this.through = opened;
  }

  /** What a backup of the folder would hold. */
  synchronized MemoryJournal copy() {
    MemoryJournal copy = new MemoryJournal(stream, opened);
    copy.through = through;
    copy.entries.addAll(entries);
    copy.signs.putAll(signs);
    copy.start = start;
    copy.end = end;
    return copy;
  }

  /** From now on the disk cannot be read, or can again. */
  synchronized void broken(boolean is) {
    broken = is;
  }

  synchronized Entry append(Instant at, HeardPing ping) {
    Entry entry = new Entry(end, end + 40 + ping.body().length, at, ping);
    entries.add(entry);
    end = entry.end();
    listened(at);
    return entry;
  }

  /** A control record: no ping, but bytes. */
  synchronized void note(Instant at) {
    end += 24;
    listened(at);
  }

  /** All the time up to then. */
  private void listened(Instant until) {
    signs.put(end, new Sign.Heard(through, until));
    through = until;
  }

  /** A record that says so. */
  synchronized void sign(Sign sign, Instant at) {
    end += 24;
    signs.put(end, sign);
    through = at;
  }

  Instant opened() {
    return opened;
  }

  synchronized void trimTo(long position) {
    start = position;
    entries.removeIf(entry -> entry.position() < position);
  }

  synchronized void cutTo(long position) {
    end = position;
    entries.removeIf(entry -> entry.end() > position);
    signs.tailMap(position, false).clear();
  }

  /** From now on its process is alive: each mark is a little later than the one before. */
  synchronized MemoryJournal live() {
    live = true;
    return this;
  }

  synchronized Mark mark() {
    through = live ? through.plusNanos(1_000) : through;
    return new Mark(through, end);
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public UUID stream() {
    return stream;
  }

  @Override
  public synchronized long start() {
    return start;
  }

  @Override
  public synchronized long end() {
    return end;
  }

  @Override
  public synchronized Batch read(long from, int maxRecords, int maxBytes) {
    if (broken) {
      throw new UncheckedIOException(new IOException("Input/output error"));
    }
    if (from < start || from > end) {
      throw new IllegalArgumentException("not within the journal: " + from);
    }
    for (Entry entry : entries) {
      if (entry.position() < from && from < entry.end()) {
        damage.add(new Damage(from, entry.end(), false));
      }
    }
    List<Entry> found = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : entries) {
      if (entry.position() >= from && found.size() < maxRecords && bytes < maxBytes) {
        found.add(entry);
        bytes += entry.end() - entry.position();
      }
    }
    boolean all = found.isEmpty() || found.get(found.size() - 1).equals(last());
    long next = all ? end : found.get(found.size() - 1).end();
    return new Batch(found, next, List.copyOf(signs.subMap(from, false, next, true).values()));
  }

  private Entry last() {
    return entries.get(entries.size() - 1);
  }

  @Override
  public synchronized List<Damage> damage() {
    return List.copyOf(damage);
  }
}
