package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.KeyForm;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Making and revoking the keys of a project. */
final class KeyPages {

  private final Keys keys;
  private final SettingsPage settings;

  private KeyPages(Keys keys, SettingsPage settings) {
    this.keys = keys;
    this.settings = settings;
  }

  static void mount(Site site, Keys keys, SettingsPage settings) {
    KeyPages pages = new KeyPages(keys, settings);
    site.ofProject(HttpMethod.POST, "/projects/:project/keys", pages::create);
    site.ofProject(HttpMethod.POST, "/projects/:project/keys/:key/revoke", pages::revoke);
  }

  private Answer create(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    Problems problems = Problems.none();
    String name = KeyForm.name(visit, problems);
    Optional<Set<Scope>> scopes = Rights.scopes(visit.fields("scope"));
    if (scopes.isEmpty()) {
      problems.add("scope", "Choose at least one: a key for nothing opens nothing.");
    }
    if (!problems.isEmpty()) {
      return settings.wrong(visit, project, problems);
    }
    boolean readOnly = visit.field("access").equals("read");
    Rights rights = new Rights(readOnly, scopes.orElseThrow(), KeyForm.expiry(visit));
    Acting me = Acting.person(visit.account(), project.role());
    return keys.create(KeyHolder.project(project.id()), name, rights, me)
        .either(
            made -> settings.withKey(visit, project, made.key()),
            refused -> settings.wrong(visit, project, Problems.of("key-name", refused.sentence())));
  }

  private Answer revoke(Visit visit, Project project) {
    Optional<UUID> code = visit.code("key");
    if (!project.mayManage() || code.isEmpty()) {
      return project.mayManage() ? Answer.NOT_FOUND : Answer.FORBIDDEN;
    }
    Acting me = Acting.person(visit.account(), project.role());
    return settings.after(
        visit,
        project,
        "key-name",
        keys.revoke(KeyHolder.project(project.id()), code.get(), me),
        key -> "Key revoked.");
  }
}
