package dev.tocsin.channels.words;

/**
 * How a text is marked up somewhere. Every method takes plain text, hostile text included, and
 * returns text in which nothing but the mark itself has a meaning.
 */
public interface Markup {

  /** No marks at all: links stand as they are. */
  Markup NONE =
      new Markup() {
        @Override
        public String text(String plain) {
          return plain;
        }

        @Override
        public String bold(String plain) {
          return plain;
        }

        @Override
        public String verbatim(String plain) {
          return plain;
        }

        @Override
        public String link(String url, String words) {
          return words + ": " + url;
        }

        @Override
        public String named(String url, String name) {
          return name;
        }
      };

  /** Just text, escaped. */
  String text(String plain);

  /** One line that stands out. */
  String bold(String plain);

  /** Output of a program, many lines, set as it is. */
  String verbatim(String plain);

  /** Something to press. */
  String link(String url, String words);

  /** A name in a running text that may be pressed. */
  default String named(String url, String name) {
    return link(url, name);
  }

  /** What ends a line. */
  default String newline() {
    return "\n";
  }

  /** What stands between two paragraphs. */
  default String gap() {
    return newline() + newline();
  }
}
