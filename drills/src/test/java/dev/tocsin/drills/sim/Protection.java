package dev.tocsin.drills.sim;

/** What keeps alerts true. Switched off, each by itself, the score goes bad. */
enum Protection {
  /** Deadlines are judged by what was heard, not by the clock. */
  WATERMARK("false downs", 6),
  /** After a gap of its own an alerter waits before it believes the watermark. */
  SETTLE("false downs", 17, 300),
  /** After a gap of its own a listener judges no late ping before all nodes are known. */
  STRANGERS("false downs", 7, 300),
  /** What a wrong clock stamped before the database's time was known is corrected. */
  CORRECTION("false downs", 6, 150),
  /** What nobody could have heard is not held against a job. */
  BLIND_EXCUSE("false downs", 6),
  /** A message is settled by what the other side answered, not by having been handled. */
  OUTBOX("lost alerts"),
  /** A lane has one sender at a time. */
  LEASE("duplicate alerts"),
  /** A batch is applied where the cursor says, and so exactly once. */
  CURSOR("doubled pings", 3);

  private static final int FEW = 120;

  private final String harm;
  private final long firstSeed;
  private final int checks;

  Protection(String harm) {
    this(harm, 1, FEW);
  }

  /** Where the first seeds do not show it. */
  Protection(String harm, long firstSeed) {
    this(harm, firstSeed, FEW);
  }

  /** Where the harm is rare: a seed and a size of fleet that are known to show it. */
  Protection(String harm, long firstSeed, int checks) {
    this.harm = harm;
    this.firstSeed = firstSeed;
    this.checks = checks;
  }

  /** The deviation that appears without it. */
  String harm() {
    return harm;
  }

  long firstSeed() {
    return firstSeed;
  }

  int checks() {
    return checks;
  }
}
