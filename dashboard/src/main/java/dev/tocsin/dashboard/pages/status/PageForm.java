package dev.tocsin.dashboard.pages.status;

import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.dashboard.status.Section;
import dev.tocsin.dashboard.status.StatusPage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What people enter for a page, as they entered it.
 *
 * @param tags separated by blanks
 * @param sections a heading in each line, with its tags after a colon
 * @param open the password is to be taken away
 */
public record PageForm(
    String name,
    String slug,
    String about,
    String host,
    String password,
    boolean open,
    String tags,
    String sections,
    boolean subscribable) {

  /** A page as it is. */
  static PageForm of(StatusPage page) {
    return new PageForm(
        page.name(),
        page.slug(),
        page.about(),
        page.host().orElse(""),
        "",
        false,
        String.join(" ", page.tags()),
        page.sections().stream()
            .map(section -> section.title() + ": " + String.join(" ", section.tags()))
            .collect(Collectors.joining("\n")),
        page.subscribable());
  }

  static PageForm entered(UnaryOperator<String> field) {
    return new PageForm(
        field.apply("name").strip(),
        field.apply("slug").strip(),
        field.apply("about").strip().replace("\r\n", "\n"),
        field.apply("host").strip().toLowerCase(Locale.ROOT),
        field.apply("password"),
        field.apply("open").equals("on"),
        field.apply("tags").strip(),
        field.apply("sections").strip(),
        field.apply("subscribable").equals("on"));
  }

  /** What it asks for. */
  PageEdit edit() {
    PageEdit.Password wanted =
        open
            ? PageEdit.Password.NONE
            : password.isEmpty() ? PageEdit.Password.KEEP : new PageEdit.Password(true, password);
    return new PageEdit(
        slug,
        name,
        about,
        Optional.of(host).filter(text -> !text.isEmpty()),
        wanted,
        words(tags),
        sections
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(PageForm::section)
            .toList(),
        subscribable);
  }

  /** A line without a colon has no tags, which is said to be wrong. */
  private static Section section(String line) {
    int colon = line.lastIndexOf(':');
    return colon < 0
        ? new Section(line, List.of())
        : new Section(line.substring(0, colon).strip(), words(line.substring(colon + 1)));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
