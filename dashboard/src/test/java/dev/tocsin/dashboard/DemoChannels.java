package dev.tocsin.dashboard;

import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;

/** The channels of the demo, of which one is broken. */
record DemoChannels(long mail, long hook) {

  static DemoChannels make(Tx tx, SecretBox secrets, long projectId) {
    long mail =
        channel(
            tx,
            secrets,
            projectId,
            "email",
            "",
            "{\"to\":[\"ops@example.org\",\"ada@example.org\"],\"down\":true,\"up\":true}");
    long hook =
        channel(
            tx,
            secrets,
            projectId,
            "webhook",
            "On-call pager",
            "{\"down\":{\"method\":\"POST\",\"url\":\"https://pager.example.org/hook\",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\"$JSON\"}}");
    long phones =
        channel(
            tx,
            secrets,
            projectId,
            "ntfy",
            "Phones of the night shift",
            "{\"server\":\"https://ntfy.example.org\",\"topic\":\"night-4f21\"}");
    long pager =
        channel(
            tx,
            secrets,
            projectId,
            "pagerduty",
            "",
            "{\"key\":\"0123456789abcdef0123456789abcdef\",\"severity\":\"error\"}");
    long all = channel(tx, secrets, projectId, "group", "Everybody", "{}");
    tx.update("group", "INSERT INTO channel_members VALUES (?, ?), (?, ?)", all, phones, all, mail);
    tx.update(
        "broken",
        "UPDATE channels SET broken_since = now() - interval '3 h', broken_why = ? WHERE id = ?",
        "answered 400: PagerDuty refuses the event, check the integration key",
        pager);
    return new DemoChannels(mail, hook);
  }

  private static long channel(
      Tx tx, SecretBox secrets, long project, String kind, String name, String json) {
    long id =
        tx.first(
                "channel",
                "INSERT INTO channels (project_id, kind, name, settings) VALUES (?, ?, ?, ?) RETURNING id",
                row -> row.number("id"),
                project,
                kind,
                name,
                secrets.seal(json.getBytes(StandardCharsets.UTF_8)))
            .orElseThrow();
    tx.update("lane", "INSERT INTO lanes (channel_id) VALUES (?)", id);
    return id;
  }
}
