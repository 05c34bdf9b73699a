package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the checks that the pings of one transaction are for, and makes those that {@code create=1}
 * asks for. Codes are looked up once and remembered: a code never moves to another check, and one
 * whose check was deleted is found out by its missing state row. Slugs can be edited at any time,
 * so they are looked up in each transaction.
 */
final class Targets {

  /** Instead of an id: there is no such check. */
  static final long NONE = -1;

  /** Instead of an id: several checks share the slug. */
  static final long SEVERAL = -2;

  private static final String BY_CODE = "SELECT code, id FROM checks WHERE code = ANY($1::uuid[])";

  private static final String BY_NAME =
      """
      SELECT t.i::int, p.id AS project_id, c.id AS check_id
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t(ping_key, slug, i)
        JOIN projects p ON p.ping_key = t.ping_key
        LEFT JOIN checks c ON c.project_id = p.id AND c.slug = t.slug
      """;

  /** A slug in the project with this ping key. */
  record Name(String pingKey, String slug) {}

  private final Recent<UUID, Long> remembered;
  private final Map<UUID, Long> codes = new HashMap<>();
  private final Set<UUID> unknown = new LinkedHashSet<>();
  private final Map<Name, Long> names = new LinkedHashMap<>();
  private final Map<Name, Long> createFrom = new HashMap<>(); // position of the first create=1
  private final Map<Name, Long> projects = new HashMap<>();
  private final Set<Name> created = new LinkedHashSet<>();

  /**
   * @param remembered ids of codes seen before, on this very server
   */
  Targets(List<Entry> entries, Recent<UUID, Long> remembered) {
    this.remembered = remembered;
    for (Entry entry : entries) {
      add(entry.ping().target(), entry.position());
    }
  }

  private void add(Target target, long position) {
    if (target instanceof Target.ByCode it) {
      Long id = codes.containsKey(it.code()) ? null : remembered.get(it.code());
      if (id != null) {
        codes.put(it.code(), id);
      } else if (!codes.containsKey(it.code())) {
        unknown.add(it.code());
      }
    } else if (target instanceof Target.BySlug it) {
      Name name = new Name(it.pingKey(), it.slug());
      names.put(name, NONE);
      if (it.create()) {
        createFrom.putIfAbsent(name, position);
      }
    }
  }

  /** Whether all ids are known without asking. */
  boolean complete() {
    return unknown.isEmpty() && names.isEmpty();
  }

  /** Asks for what is not known, and makes what is to be made. Before any check is locked. */
  void find(Work work) {
    Future<RowSet<Row>> byCode =
        unknown.isEmpty()
            ? Future.succeededFuture()
            : work.send(BY_CODE, Tuple.tuple().addArrayOfUUID(unknown.toArray(UUID[]::new)));
    if (!names.isEmpty()) {
      findNames(work);
      create(work);
    }
    RowSet<Row> rows = work.answer(byCode);
    if (rows != null) {
      for (Row row : rows) {
        codes.put(row.getUUID(0), row.getLong(1));
        remembered.put(row.getUUID(0), row.getLong(1));
      }
    }
  }

  private void findNames(Work work) {
    List<Name> asked = List.copyOf(names.keySet());
    names.replaceAll((name, id) -> NONE);
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfString(asked.stream().map(Name::pingKey).toArray(String[]::new))
            .addArrayOfString(asked.stream().map(Name::slug).toArray(String[]::new));
    for (Row row : work.answer(work.send(BY_NAME, parameters))) {
      Name name = asked.get(row.getInteger(0) - 1);
      projects.put(name, row.getLong(1));
      Long check = row.getLong(2);
      if (check != null) {
        names.merge(name, check, (was, next) -> was == NONE ? next : SEVERAL);
      }
    }
  }

  private void create(Work work) {
    List<Name> missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    CheckCreation.lockProjects(work, missing.stream().map(projects::get).distinct().toList());
    findNames(work); // somebody else may have made it while we waited for the lock
    List<Name> wanted = missing();
    List<Future<RowSet<Row>>> made = new ArrayList<>();
    for (Name name : wanted) {
      made.add(CheckCreation.create(work, name.slug(), projects.getOrDefault(name, NONE)));
    }
    for (int i = 0; i < wanted.size(); i++) {
      for (Row row : work.answer(made.get(i))) {
        names.put(wanted.get(i), row.getLong(0));
        created.add(wanted.get(i));
      }
    }
  }

  private List<Name> missing() {
    return createFrom.keySet().stream()
        .filter(name -> names.getOrDefault(name, SEVERAL) == NONE && projects.containsKey(name))
        .sorted((a, b) -> Long.compare(position(a), position(b)))
        .toList();
  }

  private long position(Name name) {
    return createFrom.getOrDefault(name, Long.MAX_VALUE);
  }

  /** The check that a ping is for, or {@link #NONE} or {@link #SEVERAL}. */
  long idOf(Entry entry) {
    if (entry.ping().target() instanceof Target.BySlug it) {
      Name name = new Name(it.pingKey(), it.slug());
      // A ping before the one that made the check would have found none, had it come in a batch of
      // its own.
      boolean tooEarly = created.contains(name) && entry.position() < position(name);
      return tooEarly ? NONE : names.getOrDefault(name, NONE);
    }
    return codes.getOrDefault(codeOf(entry), NONE);
  }

  private static @Nullable UUID codeOf(Entry entry) {
    return entry.ping().target() instanceof Target.ByCode it ? it.code() : null;
  }

  /** Whether this very ping made its check. */
  boolean madeBy(Entry entry) {
    if (created.isEmpty() || !(entry.ping().target() instanceof Target.BySlug it)) {
      return false;
    }
    Name name = new Name(it.pingKey(), it.slug());
    return created.contains(name) && entry.position() == position(name);
  }

  /** The ids of all checks found. */
  Set<Long> ids() {
    Set<Long> ids = new LinkedHashSet<>(codes.values());
    names.values().stream().filter(id -> id >= 0).forEach(ids::add);
    return ids;
  }

  /** A check that was remembered is gone: its code is asked for again next time. */
  void gone(Entry entry) {
    UUID code = codeOf(entry);
    if (code != null) {
      remembered.remove(code);
    }
  }
}
