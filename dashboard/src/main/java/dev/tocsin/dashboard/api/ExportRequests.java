package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.export.Downloads;
import dev.tocsin.dashboard.export.PersonExport;
import dev.tocsin.dashboard.export.ProjectExport;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.store.Db;

/** Calls that hand out all that is kept of a project, or of the person whose key it is. */
final class ExportRequests {

  private final ProjectExport projects;
  private final PersonExport people;
  private final Downloads downloads;

  ExportRequests(Db db, ProjectChannels channels, Targets targets, Downloads downloads) {
    this.projects = new ProjectExport(db, channels, targets);
    this.people = new PersonExport(db, targets);
    this.downloads = downloads;
  }

  Reply ofProject(Project project, ApiKey key) {
    if (!key.in(project).mayDelete()) {
      return Reply.error(403, "only an owner exports a project, or a key of it with all scopes");
    }
    projects.note(project, key.actor());
    return Reply.download(
        response ->
            downloads.send(
                response, ProjectExport.fileName(project), out -> projects.write(project, out)));
  }

  Reply ofPerson(ApiKey key) {
    Account account = key.account();
    if (account == null) {
      return Reply.error(403, "this is about a person: ask with a key of an account (hca_)");
    }
    people.note(account, key.actor());
    return Reply.download(
        response ->
            downloads.send(response, PersonExport.fileName(), out -> people.write(account, out)));
  }
}
