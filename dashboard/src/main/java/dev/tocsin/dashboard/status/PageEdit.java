package dev.tocsin.dashboard.status;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody wants a page to be.
 *
 * @param host empty: no host name of its own
 */
public record PageEdit(
    String slug,
    String name,
    String about,
    Optional<String> host,
    Password password,
    List<String> tags,
    List<Section> sections,
    boolean subscribable) {

  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 100;

  /** The longest text about it. */
  public static final int LONGEST_ABOUT = 1_000;

  /** Most tags of a page, or of a section. */
  public static final int MOST_TAGS = 50;

  /** Most headings. */
  public static final int MOST_SECTIONS = 30;

  /** The shortest password: it is not that of a person, and guesses are limited. */
  public static final int SHORTEST_PASSWORD = 8;

  /** Argon2 takes any, a form does not. */
  public static final int LONGEST_PASSWORD = 200;

  private static final int LONGEST_TAG = 500;

  private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:-?[a-z0-9]){2,59}");

  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+"
              + "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

  /**
   * What becomes of the password.
   *
   * @param change false: it stays as it is, or as absent as it is
   * @param text the new one; empty: everybody may look
   */
  public record Password(boolean change, String text) {

    public static final Password KEEP = new Password(false, "");
    public static final Password NONE = new Password(true, "");

    @Override
    public String toString() {
      return "Password[change=" + change + "]";
    }
  }

  public PageEdit {
    tags = List.copyOf(tags);
    sections = List.copyOf(sections);
  }

  /** A new page with nothing but a name. */
  public static PageEdit named(String name) {
    return new PageEdit(
        slugOf(name), name, "", Optional.empty(), Password.KEEP, List.of(), List.of(), true);
  }

  /** A page as it is. */
  public static PageEdit of(StatusPage page) {
    return new PageEdit(
        page.slug(),
        page.name(),
        page.about(),
        page.host(),
        Password.KEEP,
        page.tags(),
        page.sections(),
        page.subscribable());
  }

  /** A proposal for the end of the address: the name in lower case, with hyphens. */
  public static String slugOf(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = slug.length() > 60 ? slug.substring(0, 60).replaceAll("-$", "") : slug;
    return cut.length() < 3 ? "status-" + (cut.isEmpty() ? "page" : cut) : cut;
  }

  /** A field that cannot be as it is, and why. */
  public record Problem(String field, String why) {}

  /**
   * What is wrong with it.
   *
   * @param ours host names of this installation: no page may take one of them
   */
  public Optional<Problem> problem(Set<String> ours) {
    if (name.isBlank() || length(name) > LONGEST_NAME) {
      return wrong("name", "Enter a name of at most %d characters.".formatted(LONGEST_NAME));
    }
    if (!SLUG.matcher(slug).matches()) {
      return wrong("slug", "Use 3 to 60 lower-case letters, digits and single hyphens.");
    }
    if (length(about) > LONGEST_ABOUT) {
      return wrong("about", "Use at most %d characters.".formatted(LONGEST_ABOUT));
    }
    if (host.isPresent() && !HOST.matcher(host.get()).matches()) {
      return wrong("host", "Enter a host name such as status.example.com, and nothing else.");
    }
    if (host.isPresent() && ours.contains(host.get())) {
      return wrong("host", "This is where the dashboard is. Choose another name.");
    }
    int characters = length(password.text());
    if (characters > 0 && (characters < SHORTEST_PASSWORD || characters > LONGEST_PASSWORD)) {
      return wrong("password", "Use at least %d characters.".formatted(SHORTEST_PASSWORD));
    }
    return badTags(tags) ? wrong("tags", tagsWords()) : sectionsProblem();
  }

  private Optional<Problem> sectionsProblem() {
    if (sections.size() > MOST_SECTIONS) {
      return wrong("sections", "Use at most %d headings.".formatted(MOST_SECTIONS));
    }
    for (Section section : sections) {
      if (section.title().isBlank() || length(section.title()) > LONGEST_NAME) {
        return wrong("sections", "Each heading has 1 to %d characters.".formatted(LONGEST_NAME));
      }
      if (section.tags().isEmpty() || badTags(section.tags())) {
        return wrong("sections", "Each heading needs tags: " + tagsWords());
      }
    }
    return Optional.empty();
  }

  private static boolean badTags(List<String> tags) {
    return tags.size() > MOST_TAGS
        || new HashSet<>(tags).size() < tags.size()
        || tags.stream()
            .anyMatch(
                tag ->
                    tag.isEmpty()
                        || tag.length() > LONGEST_TAG
                        || tag.chars().anyMatch(c -> c <= ' '));
  }

  private static String tagsWords() {
    return "different words, at most %d of them.".formatted(MOST_TAGS);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Optional<Problem> wrong(String field, String why) {
    return Optional.of(new Problem(field, why));
  }
}
