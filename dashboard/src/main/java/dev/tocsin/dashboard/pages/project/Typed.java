package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.web.Visit;

/** What the visitor had typed into a form that comes back because something is wrong with it. */
public record Typed(Visit visit, boolean wrong) {

  /** The text of a field, or another one if the form was not sent, or another form was. */
  public String or(String field, String other) {
    return wrong && !visit.fields(field).isEmpty() ? visit.field(field) : other;
  }

  /** Whether a box was ticked; all are, if the form was not sent, or another form was. */
  public boolean chose(String field, String value) {
    return !wrong || visit.fields("access").isEmpty() || visit.fields(field).contains(value);
  }
}
