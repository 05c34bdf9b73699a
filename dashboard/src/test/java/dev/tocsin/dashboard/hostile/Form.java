package dev.tocsin.dashboard.hostile;

import dev.tocsin.dashboard.hostile.Markup.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A form on a page.
 *
 * @param fields its inputs, selects and text areas that have a name
 */
record Form(String action, List<Tag> fields) {

  private static final Set<String> FIELDS = Set.of("input", "select", "textarea");

  /** What was given to the form, and what a browser would not change. */
  private static final Set<String> FIXED = Set.of("csrf", "role");

  /** The forms of a page that are posted. */
  static List<Form> of(String path, String html) {
    List<Form> forms = new ArrayList<>();
    List<Tag> fields = new ArrayList<>();
    for (Tag tag : Markup.tags(html)) {
      if (tag.name().equals("form")) {
        fields = new ArrayList<>();
        if (tag.attributes().getOrDefault("method", "").equalsIgnoreCase("post")) {
          forms.add(new Form(tag.attributes().getOrDefault("action", path), fields));
        }
      } else if (FIELDS.contains(tag.name()) && tag.attributes().containsKey("name")) {
        fields.add(tag);
      }
    }
    return forms;
  }

  /** Whether somebody can write something into it. */
  boolean isOfText() {
    return fields.stream().anyMatch(field -> !FIXED.contains(name(field)));
  }

  /** The same for forms that differ in what they are about only. */
  String shape() {
    return action.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "U").replaceAll("/\\d+", "/N")
        + fields.stream().map(Form::name).distinct().toList();
  }

  /** Names and values by turns: the same text in all fields. */
  String[] filled(String text) {
    List<String> all = new ArrayList<>();
    for (Tag field : fields) {
      String given = field.attributes().getOrDefault("value", "");
      all.add(name(field));
      all.add(FIXED.contains(name(field)) ? given : text);
    }
    return all.toArray(String[]::new);
  }

  private static String name(Tag field) {
    return field.attributes().getOrDefault("name", "");
  }
}
