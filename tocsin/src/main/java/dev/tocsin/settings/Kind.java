package dev.tocsin.settings;

import java.util.function.Function;

/**
 * A form that values have.
 *
 * @param form for people: "a port", "a duration such as 15s"
 * @param parse throws {@link IllegalArgumentException} with the rest of the sentence "… is …"; it
 *     never repeats the value, which may be a secret
 */
record Kind<T>(String form, Function<String, T> parse) {}
