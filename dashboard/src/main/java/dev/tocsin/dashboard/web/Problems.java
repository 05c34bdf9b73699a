package dev.tocsin.dashboard.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a form, by field; the field without a name is the form itself. */
public final class Problems {

  private final Map<String, String> byField = new LinkedHashMap<>();

  /** Nothing is wrong yet. */
  public static Problems none() {
    return new Problems();
  }

  /** One thing is wrong. */
  public static Problems of(String field, String why) {
    return none().add(field, why);
  }

  /** Adds a problem; the first of a field is kept. */
  public Problems add(String field, String why) {
    byField.putIfAbsent(field, why);
    return this;
  }

  /** What is wrong with a field, or the empty text. */
  public String of(String field) {
    return byField.getOrDefault(field, "");
  }

  /** The first of them, or the empty text. */
  public String first() {
    return byField.values().stream().findFirst().orElse("");
  }

  public boolean isEmpty() {
    return byField.isEmpty();
  }
}
