package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.channels.GroupMembers;
import dev.tocsin.dashboard.checks.Telling;
import dev.tocsin.dashboard.checks.TellingBatch;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What is there, as one look at the database found it.
 *
 * @param limit how many checks the project may have
 * @param channelLimit how many channels it may have
 * @param labels check to the label of the file that keeps it; checks that no file keeps are left
 *     out
 * @param assigned check to channels; checks without channels are left out
 * @param tellings check to what it depends on and how often people are reminded of it; checks of
 *     which nobody said anything are left out
 * @param foreign of the codes in the file those that belong to another project
 */
record Stored(
    String projectName,
    int limit,
    int channelLimit,
    List<StoredCheck> checks,
    Map<Long, String> labels,
    Map<Long, Set<Long>> assigned,
    Map<Long, Telling> tellings,
    List<Channel> channels,
    Set<UUID> foreign) {

  /**
   * A channel.
   *
   * @param settings empty: they do not open with our key
   */
  record Channel(
      long id, UUID code, String kind, String name, Optional<String> settings, String label) {

    /** Its name, or its code if it has none. */
    String called() {
      return name.isEmpty() ? code.toString() : name;
    }

    boolean answersTo(String identifier) {
      return code.toString().equals(identifier) || name.equals(identifier);
    }

    @Override
    public String toString() {
      return "Channel[%s %s]".formatted(code, name); // the settings may hold secrets
    }
  }

  /** Reads with a fixed number of statements. */
  static Stored read(Tx tx, SecretBox secrets, long projectId, Collection<UUID> codes) {
    record Project(String name, int limit, int channelLimit) {}
    Project project =
        tx.first(
                "reading project " + projectId,
                "SELECT name, check_limit, channel_limit FROM projects WHERE id = ?",
                row ->
                    new Project(
                        row.string("name"),
                        row.integer("check_limit"),
                        row.integer("channel_limit")),
                projectId)
            .orElseThrow();
    List<StoredCheck> checks =
        tx.query(
            "reading the checks of project " + projectId,
            StoredCheck.SELECT + " WHERE c.project_id = ? ORDER BY c.id",
            StoredCheck::of,
            projectId);
    return new Stored(
        project.name(),
        project.limit(),
        project.channelLimit(),
        checks,
        labels(tx, projectId),
        assigned(tx, projectId),
        TellingBatch.read(tx, checks.stream().map(StoredCheck::id).toList()),
        channels(tx, secrets, projectId),
        foreign(tx, projectId, codes));
  }

  private static Map<Long, String> labels(Tx tx, long projectId) {
    Map<Long, String> labels = new HashMap<>();
    tx.query(
        "reading what files keep in project " + projectId,
        "SELECT id, managed_by FROM checks WHERE project_id = ? AND managed_by <> ''",
        row -> labels.put(row.number("id"), row.string("managed_by")),
        projectId);
    return labels;
  }

  private static Map<Long, Set<Long>> assigned(Tx tx, long projectId) {
    Map<Long, Set<Long>> assigned = new HashMap<>();
    tx.query(
        "reading the assignments of project " + projectId,
        """
            SELECT a.check_id, a.channel_id
              FROM check_channels a JOIN checks c ON c.id = a.check_id
             WHERE c.project_id = ?
            """,
        row ->
            assigned
                .computeIfAbsent(row.number("check_id"), id -> new TreeSet<>())
                .add(row.number("channel_id")),
        projectId);
    return assigned;
  }

  private static List<Channel> channels(Tx tx, SecretBox secrets, long projectId) {
    Map<Long, FileRota> rotas = rotas(tx, projectId);
    return tx.query(
        "reading the channels of project " + projectId,
        """
        SELECT id, code, kind, name, settings, managed_by,
               ARRAY(SELECT coalesce(nullif(m.name, ''), m.code::text)
                       FROM channel_members cm JOIN channels m ON m.id = cm.member_id
                      WHERE cm.channel_id = ch.id) AS members
          FROM channels ch
         WHERE project_id = ? ORDER BY id
        """,
        row ->
            new Channel(
                row.number("id"),
                row.uuid("code"),
                row.string("kind"),
                row.string("name"),
                settings(secrets, row, rotas),
                row.string("managed_by")),
        projectId);
  }

  private static Optional<String> settings(SecretBox secrets, Row row, Map<Long, FileRota> rotas)
      throws SQLException {
    FileRota rota = rotas.get(row.number("id"));
    if (rota != null) {
      return Optional.of(rota.settings());
    }
    return GroupMembers.has(row.string("kind"))
        ? Optional.of(GroupMembers.settings(row.strings("members").stream().sorted().toList()))
        : open(secrets, row.bytes("settings"));
  }

  /** Rotas by the number of their channel; the channels of their people by code. */
  private static Map<Long, FileRota> rotas(Tx tx, long projectId) {
    Map<Long, List<FileRota.Person>> people = new HashMap<>();
    tx.query(
        "reading who takes turns in project " + projectId,
        """
        SELECT p.rota_id, p.name, m.code
          FROM rota_people p JOIN channels ch ON ch.id = p.rota_id
          JOIN channels m ON m.id = p.member_id
         WHERE ch.project_id = ? ORDER BY p.rota_id, p.position
        """,
        row ->
            people
                .computeIfAbsent(row.number("rota_id"), id -> new ArrayList<>())
                .add(new FileRota.Person(row.string("name"), row.uuid("code").toString())),
        projectId);
    Map<Long, FileRota> rotas = new HashMap<>();
    tx.query(
        "reading the rotas of project " + projectId,
        """
        SELECT r.channel_id, r.begins::text AS begins, r.turn, r.tz
          FROM rotas r JOIN channels ch ON ch.id = r.channel_id WHERE ch.project_id = ?
        """,
        row ->
            rotas.put(
                row.number("channel_id"),
                new FileRota(
                    LocalDateTime.parse(row.string("begins").replace(' ', 'T')),
                    row.duration("turn"),
                    row.string("tz"),
                    people.getOrDefault(row.number("channel_id"), List.of()))),
        projectId);
    return rotas;
  }

  private static Optional<String> open(SecretBox secrets, byte[] sealed) {
    try {
      return Optional.of(new String(secrets.open(sealed), StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static Set<UUID> foreign(Tx tx, long projectId, Collection<UUID> codes) {
    return codes.isEmpty()
        ? Set.of()
        : new HashSet<>(
            tx.query(
                "looking for checks of other projects",
                "SELECT code FROM checks WHERE code = ANY(?) AND project_id <> ?",
                row -> row.uuid("code"),
                codes,
                projectId));
  }
}
