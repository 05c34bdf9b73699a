package dev.tocsin.dashboard.channels;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.store.Db;
import java.util.Map;

/** Whether a channel is told of a down that is over before it could be told. Blocking. */
public final class ShortDowns {

  private final Db db;

  public ShortDowns(Db db) {
    this.db = db;
  }

  /** Says it for a channel; nothing happens if it is so already. */
  public void skip(ChannelRow channel, boolean skip, String actor) {
    db.transaction(
        "changing channel " + channel.code(),
        tx -> {
          ProjectChannels.lockLane(tx, channel.id());
          int changed =
              tx.update(
                  "changing channel " + channel.code(),
                  "UPDATE channels SET skip_short = ? WHERE id = ? AND skip_short <> ?",
                  skip,
                  channel.id(),
                  skip);
          if (changed > 0) {
            Audit.note(
                tx,
                channel.projectId(),
                actor,
                "channel.update",
                Map.of("channel", channel.code().toString(), "skip_short", skip));
          }
          return true;
        });
  }
}
