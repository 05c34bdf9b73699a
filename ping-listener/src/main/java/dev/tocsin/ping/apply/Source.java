package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.AdoptedStream;
import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.Journal;
import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.journal.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The streams to apply, as far as the applier needs to know them. */
final class Source {

  private Source() {}

  /**
   * The stream that this process writes.
   *
   * @param opened the first stamp of the stream, as it was given
   * @param correction what is wrong with its first stamps; asked after the clock was anchored
   * @param trim everything before this position is in the database
   * @param adopt takes the streams of processes that are gone; called now and then
   */
  record Live(
      JournalReader reader,
      Supplier<Instant> opened,
      Supplier<Correction> correction,
      Supplier<Mark> mark,
      LongConsumer trim,
      Supplier<List<Gone>> adopt) {

    static Live of(Journal journal) {
      return new Live(
          journal,
          journal::openedAt,
          journal::correction,
          journal::mark,
          journal::trim,
          () -> journal.adopt().stream().map(Gone::of).toList());
    }
  }

  /**
   * A stream of a process that is gone.
   *
   * @param first the stamp of the oldest record that is kept, as it was given
   * @param last the stamp of the newest, as it was given: so long its process surely lived
   * @param correction what is wrong with its first stamps by its own word, if it has one; reads all
   *     of it
   * @param clean whether its process ended in good order
   * @param trim as for {@link Live}
   * @param retire it is closed in the database; it is merely kept from now on
   * @param deleted whether it is past keeping: there is nothing to read any more
   * @param release lets go of it
   */
  record Gone(
      JournalReader reader,
      Supplier<Instant> first,
      Supplier<Instant> last,
      Supplier<Optional<Correction>> correction,
      BooleanSupplier clean,
      LongConsumer trim,
      Runnable retire,
      BooleanSupplier deleted,
      Runnable release) {

    static Gone of(AdoptedStream stream) {
      return new Gone(
          stream,
          stream::firstNote,
          stream::lastNote,
          stream::correction,
          stream::closedCleanly,
          stream::trim,
          stream::retire,
          stream::gone,
          stream::close);
    }
  }
}
