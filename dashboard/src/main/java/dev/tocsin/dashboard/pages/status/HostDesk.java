package dev.tocsin.dashboard.pages.status;

import dev.tocsin.dashboard.status.HostProof;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.StatusPages;
import dev.tocsin.dashboard.status.hosts.HostProofs;
import dev.tocsin.dashboard.status.hosts.HostRecords;

/** What people see and do of the proof of a host name. */
public record HostDesk(HostProofs proofs, HostRecords records) {

  /** What the record of a page says; the empty text for one without a host name. */
  String record(StatusPage page) {
    return page.host().map(host -> records.value(page.code(), host)).orElse("");
  }

  /** Asks name servers, which takes a moment, and says what came of it. */
  String look(StatusPages pages, StatusPage page) {
    proofs.look(page.code());
    HostProof proof =
        pages.find(page.projectId(), page.code()).map(StatusPage::proof).orElse(HostProof.NONE);
    return proof.isProven() && proof.problem().isEmpty()
        ? "The record is there: the page is shown under its host name."
        : proof.problem();
  }
}
