package dev.tocsin.ping.apply;

import dev.tocsin.ping.pg.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** The streams of processes that are gone, oldest first. For the applier's thread. */
final class GoneStreams {

  private final Function<Source.Gone, GoneStream> made;
  private final List<GoneStream> all = new CopyOnWriteArrayList<>(); // health pages read it

  GoneStreams(Function<Source.Gone, GoneStream> made) {
    this.made = made;
  }

  void add(List<Source.Gone> found) {
    found.forEach(source -> all.add(made.apply(source)));
  }

  void lookAgain() {
    all.forEach(GoneStream::lookAgain);
  }

  /**
   * Looks at one row that is to be looked at. All rows come before any replay: a stream that the
   * database has not met holds the watermark back for no one.
   *
   * @param retryStopped look at stopped streams too: somebody may have set them right
   * @return whether there was one
   */
  boolean contactNext(Supplier<Lease> lease, boolean retryStopped) {
    for (GoneStream stream : all) {
      if (stream.contactDue()) {
        stream.contact(lease.get());
        return true;
      }
    }
    if (retryStopped) {
      all.stream().filter(GoneStream::stopped).forEach(stream -> stream.contact(lease.get()));
    }
    return false;
  }

  /** Takes the oldest unfinished stream one step further; false if there is none. */
  boolean replayNext(Supplier<Lease> lease) {
    for (GoneStream stream : all) {
      if (stream.waits()) {
        return false;
      }
      if (stream.replayDue()) {
        stream.step(lease);
        return true;
      }
    }
    return false;
  }

  /** Whether there may be something to replay in a moment. */
  boolean undecided() {
    return all.stream().anyMatch(GoneStream::undecided);
  }

  /** Lets the journal delete what is past keeping, and forgets what it has deleted. */
  void trim() {
    all.stream().filter(GoneStream::done).forEach(GoneStream::trim);
    List<GoneStream> deleted = all.stream().filter(GoneStream::deleted).toList();
    deleted.forEach(GoneStream::release);
    all.removeAll(deleted);
  }

  /** How many streams the database does not have all of. */
  int unfinished() {
    return (int) all.stream().filter(stream -> !stream.done()).count();
  }

  List<String> trouble() {
    List<String> lines = new ArrayList<>();
    all.forEach(stream -> lines.addAll(stream.trouble()));
    return lines;
  }

  void release() {
    all.forEach(GoneStream::release);
    all.clear();
  }
}
