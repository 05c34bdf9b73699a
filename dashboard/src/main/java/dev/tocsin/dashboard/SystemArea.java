package dev.tocsin.dashboard;

import dev.tocsin.dashboard.pages.system.QuarantinePages;
import dev.tocsin.dashboard.pages.system.SystemPages;
import dev.tocsin.dashboard.system.Quarantine;

/** The pages of operators, about the installation as a whole. */
final class SystemArea {

  private SystemArea() {}

  static void mount(Ground on) {
    SystemPages.mount(on.site, on.db);
    QuarantinePages.mount(on.site, new Quarantine(on.db), on.cookies);
  }
}
