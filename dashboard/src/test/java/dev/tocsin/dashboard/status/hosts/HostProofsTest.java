package dev.tocsin.dashboard.status.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.status.HostProof;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.StatusPages;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A status page is shown under a host name once a record of that name says so. */
class HostProofsTest {

  private static final Db DB = Db.open(TestPostgres.freshDatabase());
  private static final Vertx VERTX = Vertx.vertx();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final NameServer names = new NameServer();
  private final HostRecords records = new HostRecords(new SecretBox(new byte[SecretBox.KEY_BYTES]));
  private final HostProofs proofs =
      new HostProofs(DB, new Dns(VERTX, Optional.of(names.address())), records);
  private final PageChanges changes = new PageChanges(DB, "http://127.0.0.1");
  private final String host = "status" + COUNT.incrementAndGet() + ".example.com";
  private final TestProject project = TestProject.in(DB);
  private final StatusPage page = page(project);

  @AfterEach
  void stop() {
    names.close();
  }

  @AfterAll
  static void close() {
    DB.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private PageEdit edit(String name) {
    return new PageEdit(
        "page-" + COUNT.incrementAndGet(),
        "Acme",
        "",
        Optional.of(name),
        PageEdit.Password.KEEP,
        List.of(),
        List.of(),
        true);
  }

  private StatusPage page(TestProject of) {
    return changes.create(of.id(), edit(host), "cli").orElseThrow();
  }

  private HostProof proof(StatusPage of) {
    return new StatusPages(DB).find(of.projectId(), of.code()).orElseThrow().proof();
  }

  private void says(StatusPage of) {
    names.says("_tocsin." + host, "v=spf1 -all", records.value(of.code(), host));
  }

  private List<String> audited() {
    return DB.query(
        "reading the audit log",
        "SELECT action FROM audit WHERE project_id = ? AND actor = 'dns' ORDER BY id",
        row -> row.string("action"),
        project.id());
  }

  @Test
  void a_name_is_proven_by_its_record_and_not_before() {
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isFalse();
    assertThat(proof(page).problem())
        .isEqualTo("There is no TXT record at _tocsin." + host + " yet.");
    names.says("_tocsin." + host, "tocsin=guessed");
    proofs.look(page.code());
    assertThat(proof(page).problem()).contains("says something else");
    says(page);
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isTrue();
    assertThat(proof(page).problem()).isEmpty();
    assertThat(audited()).containsExactly("status-page.host-proven");
  }

  @Test
  void the_record_of_another_page_proves_nothing() {
    StatusPage theirs = page(TestProject.in(DB));
    says(theirs);
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isFalse();
    proofs.look(theirs.code());
    assertThat(proof(theirs).isProven()).isTrue();
  }

  @Test
  void only_one_page_holds_a_name_whoever_listed_it_first() {
    StatusPage theirs = page(TestProject.in(DB));
    names.says(
        "_tocsin." + host, records.value(page.code(), host), records.value(theirs.code(), host));
    proofs.look(theirs.code());
    proofs.look(page.code());
    assertThat(proof(theirs).isProven()).isTrue();
    assertThat(proof(page).isProven()).isFalse();
    assertThat(proof(page).problem()).isEqualTo("Another page has proven this name before.");
    Outcome<StatusPage> third = changes.create(TestProject.in(DB).id(), edit(host), "cli");
    assertThat(third).asString().contains("another page has this host name");
    changes.delete(theirs.projectId(), theirs.code(), "cli");
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isTrue();
  }

  @Test
  void a_name_server_that_does_not_answer_takes_nothing_away() {
    says(page);
    proofs.look(page.code());
    seenDaysAgo(30);
    names.answers(DnsResponseCode.SERVFAIL);
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isTrue();
    assertThat(proof(page).problem()).isEqualTo("The name server did not answer.");
  }

  @Test
  void a_record_that_is_gone_for_days_ends_it_and_not_before() {
    says(page);
    proofs.look(page.code());
    names.says("_tocsin." + host);
    seenDaysAgo(2);
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isTrue();
    seenDaysAgo(4);
    proofs.look(page.code());
    assertThat(proof(page).isProven()).isFalse();
    assertThat(audited()).containsExactly("status-page.host-proven", "status-page.host-lost");
  }

  private void seenDaysAgo(int days) {
    DB.update(
        "aging a proof",
        "UPDATE status_pages SET host_seen_at = now() - ? * interval '1 day' WHERE code = ?",
        days,
        page.code());
  }

  @Test
  void names_are_looked_at_again_by_themselves_when_their_time_has_come() {
    says(page);
    proofs.runOnce();
    assertThat(proof(page).isProven()).isTrue();
    int asked = names.asked();
    proofs.runOnce();
    assertThat(names.asked()).as("it is not due").isEqualTo(asked);
    HostProofs.hurry(DB, page.code());
    proofs.runOnce();
    assertThat(names.asked()).isEqualTo(asked + 1);
  }

  @Test
  void another_name_has_to_be_proven_anew() {
    says(page);
    proofs.look(page.code());
    changes.update(project.id(), page.code(), PageEdit.of(page), "cli").orElseThrow();
    assertThat(proof(page).isProven()).as("the same name").isTrue();
    changes.update(project.id(), page.code(), edit("other-" + host), "cli").orElseThrow();
    assertThat(proof(page)).isEqualTo(HostProof.NONE);
  }
}
