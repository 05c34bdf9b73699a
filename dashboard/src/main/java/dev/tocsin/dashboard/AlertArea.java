package dev.tocsin.dashboard;

import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.ShortDowns;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.oncall.OnCall;
import dev.tocsin.dashboard.pages.blind.BlindPages;
import dev.tocsin.dashboard.pages.channels.ChannelPages;
import dev.tocsin.dashboard.pages.channels.MatrixPages;
import dev.tocsin.dashboard.pages.deliveries.DeliveryPages;
import dev.tocsin.dashboard.pages.incidents.AckPages;
import dev.tocsin.dashboard.pages.incidents.IncidentPages;
import dev.tocsin.dashboard.pages.oncall.OnCallPages;
import dev.tocsin.dashboard.pages.operators.MatterPages;
import dev.tocsin.dashboard.pages.quiet.EscalationPages;
import dev.tocsin.dashboard.pages.quiet.QuietPages;
import dev.tocsin.store.AckLinks;
import java.net.URI;

/** The pages about alerts: what happened, who was told and how, and who is not to be. */
final class AlertArea {

  private AlertArea() {}

  static void mount(Ground on) {
    CheckQueries queries = new CheckQueries(on.db);
    IncidentPages.mount(on.site, on.db, on.cookies);
    DeliveryPages.mount(on.site, on.db, on.channels, on.cookies);
    QuietPages.mount(on.site, on.db, queries, on.boards, on.cookies);
    EscalationPages.mount(on.site, on.db, on.channels, on.cookies);
    OnCallPages.mount(
        on.site,
        on.db,
        new OnCall(on.db, on.secrets),
        on.channels,
        on.cookies,
        on.config.addresses().site());
    BlindPages.mount(on.site, on.db);
    AckLinks links = new AckLinks(on.secrets, URI.create(on.config.addresses().site()));
    AckPages.mount(on.site, links, on.db);
    MatterPages.mount(on.site, links, on.db);
    MatrixPages.mount(on.site, on.db, on.boards, queries, on.channels, on.cookies);
    ChannelPages.mount(
        on.site, on.channels, new ChannelTests(on.db), new ShortDowns(on.db), on.kinds, on.cookies);
  }
}
