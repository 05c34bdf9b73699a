package dev.tocsin.channels;

import java.util.List;

/** A kind of channel: what its settings are, and how to make a {@link Channel} of them. */
public interface ChannelKind {

  /** What stands where a secret is. */
  String MASK = "********";

  /** The type code on the wire and in the database, for example {@code email}. */
  String code();

  /** What people call it, for example "E-mail". */
  String title();

  /** What its settings consist of, in the order in which a form asks for it. */
  default List<Field> fields() {
    return List.of();
  }

  /** Whether new channels of this kind may be made here; those that there are stay. */
  default boolean offered() {
    return true;
  }

  /** Whether alerts for it are handed on to other channels of its project. */
  default boolean standsForOthers() {
    return false;
  }

  /** How fast the other side takes messages of one channel. */
  default Pace pace() {
    return Pace.NONE;
  }

  /** A small picture: an SVG of 24 by 24, drawn in {@code currentColor}; empty for none. */
  default String icon() {
    return Icons.beside(getClass(), code());
  }

  /**
   * Every problem of these settings as {@code field: what to do}; empty if they are good.
   *
   * @param json the settings as JSON text; any text, hostile text included
   */
  List<String> problems(String json);

  /**
   * The settings for eyes that need not see secrets: whatever may be one is {@link #MASK}.
   *
   * @param json stored settings
   */
  String masked(String json);

  /**
   * Settings as entered by somebody who saw the stored ones {@link #masked}: where a mask was left
   * in place, the stored secret is put back. It never follows to another address, or whoever may
   * change the address could read it there: then the mask stays, and {@link #problems} refuses it.
   *
   * @param entered any JSON text
   */
  String unmasked(String entered, String stored);

  /** One line for lists: where messages go. Never a secret. */
  String summary(String json);

  /** Throws {@link IllegalArgumentException} if {@link #problems} is not empty. */
  Channel open(String json);

  /**
   * Loads what the first message will need, and sends nothing. Or else the first alert of a process
   * waits for that: for a second, on a busy machine.
   */
  default void rehearse() {}
}
