package dev.tocsin.channels;

import java.util.List;

/** A kind of channel: what its settings are, and how to make a {@link Channel} of them. */
public interface ChannelKind {

  /** The type code on the wire and in the database, for example {@code email}. */
  String code();

  /** What people call it, for example "E-mail". */
  String title();

  /**
   * Every problem of these settings as {@code field: what to do}; empty if they are good.
   *
   * @param json the settings as JSON text; any text, hostile text included
   */
  List<String> problems(String json);

  /** One line for lists: where messages go. Never a secret. */
  String summary(String json);

  /** Throws {@link IllegalArgumentException} if {@link #problems} is not empty. */
  Channel open(String json);
}
