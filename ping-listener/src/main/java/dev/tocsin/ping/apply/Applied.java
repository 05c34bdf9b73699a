package dev.tocsin.ping.apply;

/** What became of a ping, or would. */
public enum Applied {
  /** It is in the check's log. */
  RECORDED,
  /** As recorded, and its check was made for it ({@code create=1}). */
  CREATED,
  /** No such check; also if {@code create=1} was refused. */
  NOT_FOUND,
  /** Several checks of the project share the slug. */
  AMBIGUOUS,
  /** It made the code or the database refuse it, and was set aside for people to look at. */
  QUARANTINED
}
