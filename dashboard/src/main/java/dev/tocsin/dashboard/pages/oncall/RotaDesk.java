package dev.tocsin.dashboard.pages.oncall;

import dev.tocsin.channels.group.GroupKind;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.oncall.OnCall;
import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.oncall.StandIns;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Visit;
import java.util.List;
import java.util.Set;

/** What the pages of rotas have in common. */
record RotaDesk(OnCall onCall, StandIns standIns, ProjectChannels channels, Cookies cookies) {

  private static final Set<String> STAND_FOR_OTHERS = Set.of(GroupKind.CODE, RotaKind.CODE);

  /** A page of a rota. */
  interface OfRota {
    Answer answer(Visit visit, Project project, RotaView rota);
  }

  /** A page of the rota in the path variable {@code rota}, if the project has it. */
  Page.OfProject ofRota(OfRota page) {
    return (visit, project) ->
        visit
            .code("rota")
            .flatMap(code -> onCall.find(project.id(), code, visit.viewer().now()))
            .map(rota -> page.answer(visit, project, rota))
            .orElse(Answer.NOT_FOUND);
  }

  /** Channels that reach somebody. */
  List<ChannelRow> reachable(Project project) {
    return channels.of(project.id()).stream()
        .filter(channel -> !STAND_FOR_OTHERS.contains(channel.kind()))
        .toList();
  }

  /** To all rotas, after a form. */
  Answer back(Project project, String note) {
    return Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  /** Where all rotas of a project are. */
  static String path(Project project) {
    return "/projects/%s/oncall".formatted(project.code());
  }
}
