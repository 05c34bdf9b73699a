package dev.tocsin.alerter.streams;

/** What a node says of a stream that stands still. */
enum Answer {
  /** Its process lives and reaches Postgres: it will go on, or has said why it cannot. */
  REACHED("its process lives and reaches the database"),
  /** Its process, or that of a later start, lives and does not reach Postgres. */
  AWAY("its process lives and does not reach the database"),
  /** Nobody listens there, or a process with another stream that is known: this one's is gone. */
  GONE("its process is gone"),
  /**
   * There is no address, no answer in time, or one that we do not understand: it may be anything.
   */
  SILENT("its node cannot be asked");

  private final String words;

  Answer(String words) {
    this.words = words;
  }

  /** The rest of a sentence that begins with the stream. */
  String words() {
    return words;
  }
}
