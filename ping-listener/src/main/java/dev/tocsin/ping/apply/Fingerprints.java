package dev.tocsin.ping.apply;

import java.util.Arrays;
import java.util.UUID;

/**
 * A set of codes that takes sixteen bytes for each: an open table of 64-bit hashes. Two codes have
 * the same one so seldom that it makes no difference to a guess. Not thread-safe.
 */
final class Fingerprints {

  private static final long FREE = 0;
  private static final int FIRST_SLOTS = 1 << 10;

  private long[] slots = new long[FIRST_SLOTS];
  private int size;

  void add(UUID code) {
    addPrint(of(code));
  }

  /** Adds what {@link #prints} gave. */
  void addPrint(long print) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    put(print);
  }

  /** All of them, in no order: enough to have the set again. */
  long[] prints() {
    return Arrays.stream(slots).filter(print -> print != FREE).toArray();
  }

  boolean contains(UUID code) {
    return slots[slotOf(of(code))] != FREE;
  }

  /** Returns whether it was there. */
  boolean remove(UUID code) {
    int slot = slotOf(of(code));
    if (slots[slot] == FREE) {
      return false;
    }
    slots[slot] = FREE;
    size--;
    // Whatever stands behind it up to the next gap may have wanted to stand here.
    for (int next = after(slot); slots[next] != FREE; next = after(next)) {
      long moved = slots[next];
      slots[next] = FREE;
      size--;
      put(moved);
    }
    return true;
  }

  int size() {
    return size;
  }

  private void put(long print) {
    int slot = slotOf(print);
    if (slots[slot] == FREE) {
      slots[slot] = print;
      size++;
    }
  }

  private void grow() {
    long[] was = slots;
    slots = new long[was.length * 2];
    size = 0;
    for (long print : was) {
      if (print != FREE) {
        put(print);
      }
    }
  }

  /** Where it stands, or would stand. */
  private int slotOf(long print) {
    int slot = (int) print & (slots.length - 1);
    while (slots[slot] != FREE && slots[slot] != print) {
      slot = after(slot);
    }
    return slot;
  }

  private int after(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /**
   * Mixed, since whoever sends pings chooses codes; never {@link #FREE}. {@link CensusFile} keeps
   * these: another mixture needs another magic number there.
   */
  private static long of(UUID code) {
    long mixed = code.getMostSignificantBits() * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32) ^ code.getLeastSignificantBits()) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 29;
    return mixed == FREE ? 1 : mixed;
  }
}
