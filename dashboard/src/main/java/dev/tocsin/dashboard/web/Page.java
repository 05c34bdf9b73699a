package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Project;

/** Makes the answer to one request; on a worker thread, so it may block. */
@FunctionalInterface
public interface Page {

  Answer answer(Visit visit);

  /** A page that belongs to a project of which the visitor is a member. */
  @FunctionalInterface
  interface OfProject {
    Answer answer(Visit visit, Project project);
  }
}
