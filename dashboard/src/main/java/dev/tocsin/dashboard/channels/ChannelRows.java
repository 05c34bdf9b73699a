package dev.tocsin.dashboard.channels;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads channels from their rows: opens settings, and puts into words what is in them. */
final class ChannelRows {

  static final String SELECT =
      """
      SELECT ch.id, ch.code, ch.project_id, ch.kind, ch.name, ch.settings, ch.broken_since,
             ch.broken_why, ch.skip_short,
             (SELECT count(*) FROM check_channels cc WHERE cc.channel_id = ch.id) AS checks,
             ARRAY(SELECT m.code FROM channel_members cm JOIN channels m ON m.id = cm.member_id
                    WHERE cm.channel_id = ch.id ORDER BY m.id) AS members,
             ARRAY(SELECT coalesce(nullif(m.name, ''), m.kind)
                     FROM channel_members cm JOIN channels m ON m.id = cm.member_id
                    WHERE cm.channel_id = ch.id ORDER BY m.id) AS member_names
        FROM channels ch
      """;

  private final SecretBox secrets;
  private final Channels kinds;

  ChannelRows(SecretBox secrets, Channels kinds) {
    this.secrets = secrets;
    this.kinds = kinds;
  }

  ChannelRow read(Row row) throws SQLException {
    String kind = row.string("kind");
    boolean group = GroupMembers.has(kind);
    boolean rota = kind.equals(RotaKind.CODE);
    Optional<String> settings =
        group
            ? Optional.of(GroupMembers.settings(row.strings("members")))
            : rota ? Optional.of("{}") : open(row.bytes("settings"));
    String members =
        row.strings("member_names").stream().map(this::title).collect(Collectors.joining(", "));
    return new ChannelRow(
        row.number("id"),
        row.uuid("code"),
        row.number("project_id"),
        kind,
        title(kind),
        row.string("name"),
        settings
            .filter(json -> members.isEmpty())
            .map(json -> kinds.kind(kind).map(k -> k.summary(json)).orElse(kind))
            .orElse(group || rota ? members : "settings that do not open with this key"),
        settings.orElse("{}"),
        settings.isPresent(),
        row.integer("checks"),
        row.flag("skip_short"),
        row.instantOrNull("broken_since"),
        row.string("broken_why"));
  }

  /** What people call a kind; anything else is a name already. */
  private String title(String kind) {
    return kinds.kind(kind).map(ChannelKind::title).orElse(kind);
  }

  /** Empty if they were sealed with another key: the others are shown all the same. */
  private Optional<String> open(byte[] sealed) {
    try {
      return Optional.of(new String(secrets.open(sealed), StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }
}
