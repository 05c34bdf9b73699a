package dev.tocsin.dashboard.people;

import java.util.function.Function;

/** How a change ended: done, or refused with a reason, and then nothing was changed. */
public sealed interface Outcome<T> {

  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * It was not.
   *
   * @param why what is wrong and what to do, as the end of a sentence
   */
  record Refused<T>(Reason reason, String why) implements Outcome<T> {

    /** As a sentence for people. */
    public String sentence() {
      String end = why.endsWith(".") ? "" : ".";
      return Character.toUpperCase(why.charAt(0)) + why.substring(1) + end;
    }
  }

  /** What kind of refusal. */
  enum Reason {
    /** What was asked for cannot be. */
    INVALID,
    /** Others may, or with more rights. */
    FORBIDDEN,
    /** There is no such thing, or none any more. */
    MISSING,
    /** Not as things stand. */
    CONFLICT
  }

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Reason reason, String why) {
    return new Refused<>(reason, why);
  }

  /** One or the other. */
  default <R> R either(Function<T, R> done, Function<Refused<T>, R> refused) {
    return this instanceof Done<T> d ? done.apply(d.value()) : refused.apply((Refused<T>) this);
  }

  /** The value of what cannot be refused. */
  default T orElseThrow() {
    return either(
        value -> value,
        refused -> {
          throw new IllegalStateException(refused.why());
        });
  }
}
