package dev.tocsin.dashboard.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Field;
import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;

/** A channel of each kind, with hostile settings. */
final class HostileChannels {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ONE_LINE = HostileRows.TEXT.replaceAll("[\r\n]", " ");

  private HostileChannels() {}

  /** Adds them to the lively project, each with a message that it refused. */
  static void ofAllKinds(DemoSite site) {
    Db db = site.dashboard.db;
    for (ChannelKind kind : site.dashboard.channels.kinds()) {
      if (kind.code().equals("rota")) {
        continue; // it takes more than a channel, and the demo has one
      }
      long id = channel(site, kind.code(), settings(kind));
      db.update("a lane", "INSERT INTO lanes (channel_id, failed) VALUES (?, 1)", id);
      db.update(
          "a message",
          """
          WITH m AS (
            INSERT INTO messages (channel_id, key, state, attempts, settled_at)
            VALUES (?, gen_random_uuid()::text, 'failed', 1, now()) RETURNING id, channel_id)
          INSERT INTO deliveries (flip_id, channel_id, check_id, message_id)
          SELECT f.id, m.channel_id, f.check_id, m.id
            FROM m, (SELECT id, check_id FROM flips WHERE new_status = 'down' LIMIT 1) f
          """,
          id);
    }
    db.update(
        "answers",
        """
        INSERT INTO attempts (message_id, took, verdict, detail)
        SELECT id, interval '0.3 s', 'give_up', 'x' FROM messages WHERE state = 'failed'
        """);
    db.update("broken", "UPDATE channels SET broken_since = now() WHERE id % 2 = 0");
  }

  private static long channel(DemoSite site, String kind, String settings) {
    return site.dashboard
        .db
        .first(
            "a channel",
            "INSERT INTO channels (project_id, kind, name, settings) VALUES (?, ?, '', ?) RETURNING id",
            row -> row.number("id"),
            site.operations.id(),
            kind,
            site.dashboard.secrets.seal(settings.getBytes(StandardCharsets.UTF_8)))
        .orElseThrow();
  }

  /** Every text is hostile that the kind would take; the others are as its form shows them. */
  private static String settings(ChannelKind kind) {
    if (kind.code().equals("webhook")) {
      ObjectNode down = JSON.createObjectNode().put("method", "POST").put("body", HostileRows.TEXT);
      down.put("url", "https://example.org/?" + HostileRows.TEXT.replaceAll("\\s", ""));
      down.putObject("headers").put("X-Text", ONE_LINE);
      return JSON.createObjectNode().set("down", down).toString();
    }
    ObjectNode settings = JSON.createObjectNode();
    for (Field field : kind.fields()) {
      ObjectNode in = settings;
      String name = field.name();
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.')) {
        in = in.withObject("/" + name.substring(0, dot));
        name = name.substring(dot + 1);
      }
      boolean any = field.shape().matcher(ONE_LINE).matches();
      switch (field.type()) {
        case TEXT, SECRET -> in.put(name, any ? ONE_LINE : field.example());
        case CHOICE -> in.put(name, field.otherwise());
        case URL -> in.put(name, "https://example.org/" + ONE_LINE.replaceAll("\\s", ""));
        case FLAG -> in.put(name, true);
        case NUMBER -> in.put(name, field.min());
        case LINES -> in.putArray(name).add(any ? ONE_LINE : field.example());
        case PAIRS -> in.putObject(name).put(ONE_LINE, ONE_LINE);
      }
    }
    return settings.toString();
  }
}
