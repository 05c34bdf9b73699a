package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that writes a few pings, says its stream's id, and holds on until it is killed. */
final class HoldsAStream {

  static final int PINGS = 3;

  private HoldsAStream() {}

  public static void main(String[] args) throws IOException {
    Journal journal = Journals.open(Journals.small(Path.of(args[0])));
    for (int i = 0; i < PINGS; i++) {
      Journals.append(journal, Journals.ping("from the other process " + i));
    }
    System.out.write((journal.stream() + "\n").getBytes(StandardCharsets.US_ASCII));
    System.out.flush();
    // Ends also when the test that started it does.
    while (System.in.read() >= 0) {}
  }
}
