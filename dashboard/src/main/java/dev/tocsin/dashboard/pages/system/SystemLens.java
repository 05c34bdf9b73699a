package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.live.Lens;
import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Processes.Running;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps an open page about the installation true: the parts that look different are sent. */
final class SystemLens implements Lens<Overview> {

  private final Visit visit;
  private final Supplier<Running> here;
  private final InstantSource clock;
  private final Map<String, String> shown = new HashMap<>();

  SystemLens(Visit visit, Supplier<Running> here, InstantSource clock) {
    this.visit = visit;
    this.here = here;
    this.clock = clock;
  }

  @Override
  public List<Frame> look(Overview now) {
    Viewer viewer = visit.viewer().at(clock.instant());
    SystemModel model = SystemModel.of(now, viewer, here);
    StringBuilder changed = new StringBuilder();
    for (String part : model.parts()) {
      String html =
          visit.part("system/overview.jte", Map.of("model", model, "viewer", viewer, "part", part));
      if (!html.equals(shown.put(part, html))) {
        changed.append(html);
      }
    }
    return changed.isEmpty() ? List.of() : List.of(new Frame("parts", changed.toString()));
  }
}
