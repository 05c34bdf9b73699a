package dev.tocsin.dashboard;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.dashboard.pages.system.QuarantinePages;
import dev.tocsin.dashboard.pages.system.RodPages;
import dev.tocsin.dashboard.pages.system.SystemPages;
import dev.tocsin.dashboard.system.Quarantine;
import dev.tocsin.dashboard.system.RodDesk;

/** The pages of operators, about the installation as a whole. */
final class SystemArea {

  private SystemArea() {}

  /** What sets control rods, for pages and API. */
  private static RodDesk desk(Ground on) {
    return new RodDesk(on.db, on.kinds.kinds().stream().map(ChannelKind::code).toList());
  }

  static void mount(Ground on) {
    SystemPages.mount(on.site, on.db, on.streams, on.here, on.clock);
    RodPages.mount(on.site, desk(on), on.rods, on.cookies);
    QuarantinePages.mount(on.site, new Quarantine(on.db), on.cookies);
  }
}
