package dev.tocsin.dashboard.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.group.GroupKind;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.channels.ProjectChannels.Listed;
import dev.tocsin.store.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The members of groups of channels. They are rows, for SQL to see where alerts go, and not among
 * the sealed settings; to people and programs they look like a setting all the same.
 */
public final class GroupMembers {

  /** What is sealed for a group. */
  private static final String NOTHING = "{}";

  private static final ObjectMapper JSON = new ObjectMapper();

  private GroupMembers() {}

  /** Whether channels of this kind have members. */
  public static boolean has(String kind) {
    return kind.equals(GroupKind.CODE);
  }

  /** What of the settings is sealed. */
  public static String sealed(String kind, String settings) {
    return has(kind) ? NOTHING : settings;
  }

  /** The settings that name these, by code or name. */
  public static String settings(Collection<?> identifiers) {
    ObjectNode settings = JSON.createObjectNode();
    ArrayNode channels = settings.putArray("channels");
    identifiers.forEach(identifier -> channels.add(identifier.toString()));
    return settings.toString();
  }

  /** Whom settings name: codes and names; none in settings that are no settings. */
  public static List<String> identifiers(String settings) {
    List<String> identifiers = new ArrayList<>();
    try {
      JSON.readTree(settings)
          .path("channels")
          .forEach(one -> identifiers.add(one.asText().strip()));
    } catch (JsonProcessingException e) {
      identifiers.clear(); // the kind says what is wrong
    }
    return identifiers;
  }

  /**
   * What is wrong with the members that settings name, as kinds tell it.
   *
   * @param channels of the project
   */
  static List<String> problems(List<Listed> channels, String settings) {
    List<String> problems = new ArrayList<>();
    int i = 0;
    for (String identifier : identifiers(settings)) {
      List<Listed> found = channels.stream().filter(c -> c.answersTo(identifier)).toList();
      String field = "channels[%d]: ".formatted(i++);
      if (found.isEmpty()) {
        problems.add(field + "there is no such channel in this project");
      } else if (found.size() > 1) {
        problems.add(field + "several channels have this name, enter the code of one");
      } else if (has(found.get(0).kind())) {
        problems.add(field + "a group cannot be a member of a group");
      } else if (found.get(0).kind().equals(RotaKind.CODE)) {
        problems.add(field + "a rota cannot be a member of a group");
      }
    }
    return problems;
  }

  /** Makes the channels that settings name the members of a group, and no others. */
  public static void write(Tx tx, long projectId, long groupId, String settings) {
    List<String> identifiers = identifiers(settings);
    tx.update(
        "removing members of a group", "DELETE FROM channel_members WHERE channel_id = ?", groupId);
    tx.update(
        "adding members to a group",
        """
        INSERT INTO channel_members (channel_id, member_id)
        SELECT ?, id FROM channels
         WHERE project_id = ? AND kind <> ALL(?) AND id <> ?
           AND (code::text = ANY(?) OR (name <> '' AND name = ANY(?)))
         ORDER BY id
        """,
        groupId,
        projectId,
        List.of(GroupKind.CODE, RotaKind.CODE),
        groupId,
        identifiers,
        identifiers);
  }
}
