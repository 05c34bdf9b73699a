package dev.tocsin.dashboard;

import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckMoves;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.doctor.Examinations;
import dev.tocsin.dashboard.history.Replays;
import dev.tocsin.dashboard.pages.check.CheckPages;
import dev.tocsin.dashboard.pages.check.MovePages;
import dev.tocsin.dashboard.pages.checkform.CheckFormPages;
import dev.tocsin.dashboard.pages.checks.BulkPages;
import dev.tocsin.dashboard.pages.checks.ChecksPage;
import dev.tocsin.dashboard.pages.crontab.CrontabPages;
import dev.tocsin.dashboard.pages.doctor.DoctorPages;
import dev.tocsin.dashboard.pages.palette.PalettePage;
import dev.tocsin.dashboard.pages.reports.ReportPages;
import dev.tocsin.store.ReportLinks;

/** The pages about checks: the list, a check, and the ways to make and change them. */
final class CheckArea {

  private CheckArea() {}

  static void mount(Ground on) {
    String pingUrl = on.config.addresses().ping();
    Runs runs = new Runs(on.db);
    CheckActions actions = new CheckActions(on.db);
    CheckQueries queries = new CheckQueries(on.db);
    ChecksPage.mount(on.site, on.db, on.boards, runs, on.streams, on.channels, on.cookies, pingUrl);
    CrontabPages.mount(on.site, on.db, on.boards, pingUrl);
    PalettePage.mount(on.site, on.db, on.boards);
    BulkPages.mount(on.site, on.db, on.boards, on.streams, on.cookies);
    CheckFormPages.mount(
        on.site,
        actions,
        queries,
        new Replays(on.db, queries),
        on.channels,
        on.cookies,
        on.config.limits().minPeriod());
    CheckPages.mount(
        on.site,
        on.db,
        actions,
        queries,
        on.channels,
        on.boards,
        runs,
        on.streams,
        on.cookies,
        pingUrl,
        on.config.addresses().mail(),
        on.badgeUrls);
    DoctorPages.mount(
        on.site, on.boards, actions, queries, new Examinations(on.db, queries), on.cookies);
    ReportPages.mount(
        on.site,
        on.db,
        new ReportLinks(on.secrets, on.config.addresses().site()),
        on.cookies,
        on.kinds.postbox().isPresent());
    MovePages.mount(on.site, queries, new CheckMoves(on.db), on.cookies);
  }
}
