package dev.tocsin.channels.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.words.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words to one person, about their account or about what they subscribed to.
 *
 * @param lines paragraphs, of one line each
 * @param link what to do, at most one thing
 * @param footer why they get this
 * @param leave a URL that ends the subscription when something is posted to it (RFC 8058)
 */
public record PersonalLetter(
    String subject,
    List<String> lines,
    Optional<Link> link,
    String footer,
    Optional<String> leave) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A button.
   *
   * @param words what it says
   */
  public record Link(String url, String words) {
    public Link {
      url = Text.oneLine(url);
      words = Text.oneLine(words);
    }
  }

  /** A letter that nobody can unsubscribe from: it is about their account. */
  public PersonalLetter(String subject, List<String> lines, Optional<Link> link, String footer) {
    this(subject, lines, link, footer, Optional.empty());
  }

  /**
   * Each text is one line, whatever it is made of: no name of a project or of a browser can look
   * like a paragraph of ours.
   */
  public PersonalLetter {
    subject = Text.oneLine(subject);
    lines = lines.stream().map(Text::oneLine).filter(line -> !line.isEmpty()).toList();
    footer = Text.oneLine(footer);
  }

  /** The letter as JSON in UTF-8, to be kept until it is sent. */
  public byte[] toBytes() {
    ObjectNode out = JSON.createObjectNode().put("subject", subject).put("footer", footer);
    lines.forEach(out.putArray("lines")::add);
    link.ifPresent(it -> out.put("url", it.url()).put("words", it.words()));
    leave.ifPresent(url -> out.put("leave", url));
    try {
      return JSON.writeValueAsBytes(out);
    } catch (IOException e) {
      throw new UncheckedIOException("plain values always become JSON", e);
    }
  }

  /** A letter that was kept; anything else throws {@link UncheckedIOException}. */
  public static PersonalLetter ofBytes(byte[] bytes) {
    try {
      JsonNode in = JSON.readTree(bytes);
      List<String> lines = new ArrayList<>();
      in.path("lines").forEach(line -> lines.add(line.asText()));
      Optional<Link> link =
          in.has("url")
              ? Optional.of(new Link(in.path("url").asText(), in.path("words").asText()))
              : Optional.empty();
      return new PersonalLetter(
          in.path("subject").asText(),
          lines,
          link,
          in.path("footer").asText(),
          in.has("leave") ? Optional.of(in.path("leave").asText()) : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException("not a letter", e);
    }
  }
}
