package dev.tocsin.channels.words;

import java.util.ArrayList;
import java.util.List;

/**
 * Sets a {@link Message} as one text that fits its room.
 *
 * <p>The headline, if need be its beginning, and the links are certain to be there. What lies
 * between is taken in the order of interest while it fits, piece by piece: a piece that has its
 * marks is never cut, so no mark stays open. Checks that do not fit are counted, and of output the
 * end is kept.
 */
public final class Sheet {

  /** The room that output needs at least: a shorter end says nothing. */
  private static final int LEAST_OUTPUT_CHARS = 40;

  /** No room is so small that less of a headline would be needed. */
  private static final int LEAST_HEADLINE_CHARS = 20;

  private final Message message;
  private final Markup markup;
  private final Room room;

  private Sheet(Message message, Markup markup, Room room) {
    this.message = message;
    this.markup = markup;
    this.room = room;
  }

  /** Everything: headline with its mark, body and links. */
  public static String whole(Message message, Markup markup, Room room) {
    var sheet = new Sheet(message, markup, room);
    return sheet.set(List.of(sheet.headline()), sheet.links());
  }

  /** Body and links, for channels that have a place of its own for the headline. */
  public static String below(Message message, Markup markup, Room room) {
    var sheet = new Sheet(message, markup, room);
    return sheet.set(List.of(), sheet.links());
  }

  /** For channels that have places of their own for headline and links; may be empty. */
  public static String body(Message message, Markup markup, Room room) {
    return new Sheet(message, markup, room).set(List.of(), List.of());
  }

  /** Cut where links leave no room for all of it: each sign of markup in it takes several. */
  private String headline() {
    String whole = message.headline();
    for (int chars = whole.length(); ; chars = chars * 7 / 8) {
      String cut = markup.bold(message.tone().mark() + " " + Text.cut(whole, chars));
      if (chars <= LEAST_HEADLINE_CHARS || room.holds(text(List.of(cut), links()))) {
        return cut;
      }
    }
  }

  private List<String> links() {
    return message.more().stream().map(link -> markup.link(link.url(), link.words())).toList();
  }

  private String set(List<String> top, List<String> bottom) {
    List<String> paragraphs = new ArrayList<>(top);
    for (String line : message.lines()) {
      addIfItFits(paragraphs, markup.text(line), bottom);
    }
    if (message.only().isPresent()) {
      Story story = message.only().get();
      if (message.ofNotice()) {
        addIfItFits(paragraphs, item(story), bottom);
      }
      addLines(paragraphs, story.facts().stream().map(this::fact).toList(), bottom);
      story.output().ifPresent(output -> addOutput(paragraphs, output, bottom));
    } else {
      addLines(paragraphs, message.stories().stream().map(this::item).toList(), bottom);
    }
    return text(paragraphs, bottom);
  }

  private String item(Story story) {
    String mark = (story.down() ? Tone.BAD : Tone.GOOD).mark();
    return "%s %s – %s"
        .formatted(mark, markup.named(story.link(), story.title()), markup.text(story.why()));
  }

  private String fact(Story.Fact fact) {
    return markup.text(fact.label() + ": " + fact.value());
  }

  private void addIfItFits(List<String> paragraphs, String next, List<String> bottom) {
    paragraphs.add(next);
    if (!room.holds(text(paragraphs, bottom))) {
      paragraphs.remove(paragraphs.size() - 1);
    }
  }

  /** Adds the longest beginning of the lines that fits, with a count of what is missing. */
  private void addLines(List<String> paragraphs, List<String> lines, List<String> bottom) {
    int low = 0;
    int high = lines.size();
    while (low < high) {
      int half = (low + high + 1) / 2;
      List<String> tried = new ArrayList<>(paragraphs);
      tried.add(beginning(lines, half));
      if (room.holds(text(tried, bottom))) {
        low = half;
      } else {
        high = half - 1;
      }
    }
    String found = beginning(lines, low);
    if (!found.isEmpty()) {
      addIfItFits(paragraphs, found, bottom);
    }
  }

  private String beginning(List<String> lines, int count) {
    List<String> shown = new ArrayList<>(lines.subList(0, count));
    boolean checks = message.only().isEmpty();
    if (checks && (count < lines.size() || message.untold() > 0)) {
      shown.add(markup.text(message.untoldAfter(count)));
    }
    return String.join(markup.newline(), shown);
  }

  private void addOutput(List<String> paragraphs, String output, List<String> bottom) {
    for (int chars = output.length(); chars >= LEAST_OUTPUT_CHARS; chars = chars * 3 / 4) {
      String end = Text.tail(output, chars, Story.MAX_OUTPUT_LINES);
      List<String> tried = new ArrayList<>(paragraphs);
      tried.add(markup.verbatim(end));
      if (room.holds(text(tried, bottom))) {
        paragraphs.add(markup.verbatim(end));
        return;
      }
    }
    if (output.length() < LEAST_OUTPUT_CHARS) {
      addIfItFits(paragraphs, markup.verbatim(output), bottom);
    }
  }

  private String text(List<String> paragraphs, List<String> bottom) {
    List<String> all = new ArrayList<>(paragraphs);
    if (!bottom.isEmpty()) {
      all.add(String.join(markup.newline(), bottom));
    }
    return String.join(markup.gap(), all);
  }
}
