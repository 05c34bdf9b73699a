package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.InstallationNote;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the journal and the database together: the first database it meets is noted, and no other
 * ever gets these pings (a mistyped URL, a fresh database on an old data directory).
 */
final class Installation {

  private static final Logger log = LoggerFactory.getLogger(Installation.class);

  private final InstallationNote note;
  private @Nullable UUID noted;
  private volatile @Nullable String trouble;

  Installation(InstallationNote note) {
    this.note = note;
  }

  /** Which database it is. */
  static UUID of(Work work) {
    var rows = work.answer(work.send("SELECT id FROM installation")).iterator();
    if (!rows.hasNext()) {
      throw new IllegalStateException("the database is being restored: it has no installation yet");
    }
    return rows.next().getUUID(0);
  }

  /** Whether this database is the one that the journal belongs to; says so loudly if not. */
  boolean accepts(UUID installation) {
    UUID ours = noted();
    if (ours == null) {
      note.write(installation);
      noted = installation;
      return true;
    }
    if (ours.equals(installation)) {
      if (trouble != null) {
        log.info("this is the right database again; going on");
        trouble = null;
      }
      return true;
    }
    if (trouble == null) {
      trouble =
          "wrong database: its installation is %s, the journal belongs to %s; nothing is applied"
              .formatted(installation, ours);
      log.error("{}", trouble);
    }
    return false;
  }

  /** The database that the journal belongs to. Only after one was accepted. */
  UUID known() {
    return Objects.requireNonNull(noted);
  }

  @Nullable UUID noted() {
    if (noted == null) {
      noted = note.read().orElse(null);
    }
    return noted;
  }

  /** Whether what answers is not the database that the journal belongs to. Thread-safe. */
  boolean isWrong() {
    return trouble != null;
  }

  /** What people have to look into; null: nothing. */
  @Nullable String trouble() {
    return trouble;
  }
}
