package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.delivery.LaneRows.ChannelRow;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import dev.tocsin.store.SecretBox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelDoorTest {

  private static final SecretBox SECRETS = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private static final UUID CODE = new UUID(0, 1);

  private final ChannelDoor door = new ChannelDoor(kind -> Optional.empty(), SECRETS);

  @Test
  void a_channel_stays_open_until_its_row_says_something_else() {
    ChannelRow row = row(CODE, "pager", "{}");
    Channel first = door.open(row).channel();
    assertThat(door.open(row(CODE, "pager", "{}")).channel()).isNotSameAs(first);
    assertThat(door.open(row).channel()).isNotSameAs(first);
    assertThat(door.open(row).channel()).isSameAs(door.open(row).channel());
    assertThat(why(row(CODE, "drum", "{}"))).contains("drum");
    assertThat(why(row)).contains("pager");
  }

  @Test
  void those_that_were_used_last_are_kept_open() {
    ChannelRow often = row(CODE, "pager", "{}");
    ChannelRow once = row(new UUID(0, 2), "pager", "{}");
    Channel kept = door.open(often).channel();
    Channel closed = door.open(once).channel();
    for (int i = 0; i < 1_000; i++) {
      door.open(row(new UUID(1, i), "pager", "{}"));
      assertThat(door.open(often).channel()).isSameAs(kept);
    }
    assertThat(door.open(once).channel()).isNotSameAs(closed);
  }

  private String why(ChannelRow row) {
    Alert alert =
        Alert.ofTest("key", "Acme", "Tocsin", URI.create("https://tocsin"), Instant.EPOCH);
    return ((Verdict.TryAgain) door.open(row).channel().deliver(alert)).detail();
  }

  private static ChannelRow row(UUID code, String kind, String settings) {
    return new ChannelRow(code, kind, SECRETS.seal(settings.getBytes(StandardCharsets.UTF_8)));
  }
}
