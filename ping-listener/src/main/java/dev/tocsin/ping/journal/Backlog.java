package dev.tocsin.ping.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * Records that have their place in the stream and are not settled yet, and how much they are: those
 * that wait for the disk, and the group that is being written. Their two lists change places with
 * each group, so that none is made. Not thread-safe: the sequencer's lock guards it.
 */
final class Backlog {

  private List<Pending> waiting = new ArrayList<>();
  private List<Pending> writing = new ArrayList<>();
  private int records;
  private long bytes;

  /** How many there are. */
  int records() {
    return records;
  }

  /** Their bytes, on disk. */
  long bytes() {
    return bytes;
  }

  /** Waits from now on. */
  void add(Pending record) {
    waiting.add(record);
    records++;
    bytes += record.bytes();
  }

  /**
   * All that wait, to be written; empty: none. The list is the caller's until it takes again; it
   * must be empty by then.
   */
  List<Pending> take() {
    List<Pending> group = waiting;
    if (!group.isEmpty()) {
      waiting = writing;
      writing = group;
    }
    return group;
  }

  /** A group that was taken is settled. */
  void settled(List<Pending> group) {
    for (Pending record : group) {
      bytes -= record.bytes();
    }
    records -= group.size();
  }

  /** None waits any more: those that did will never be written. */
  List<Pending> giveUp() {
    List<Pending> all = List.copyOf(waiting);
    waiting.clear();
    settled(all);
    return all;
  }
}
