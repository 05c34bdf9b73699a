package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.reports.ReportMail;
import dev.tocsin.domain.report.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls about the report of a project that the person whose key it is gets by mail. */
final class ReportMailRequests {

  private static final int LONGEST_ZONE = 60;

  private final ReportMail mail;

  ReportMailRequests(ReportMail mail) {
    this.mail = mail;
  }

  Reply answer(Call call, Project project, ApiKey key, JsonNode body) {
    Account account = key.account();
    if (account == null) {
      return Reply.error(
          403, "reports go to a person: ask with a key of an account (hca_), of a member");
    }
    return switch (call.method().name()) {
      case "GET" -> shown(mail.of(account.id(), project.id()));
      case "DELETE" -> {
        mail.end(account.id(), project.id());
        yield shown(Optional.empty());
      }
      default -> ask(project, account, body);
    };
  }

  private Reply ask(Project project, Account account, JsonNode body) {
    Fields fields = new Fields(body);
    Optional<Period> period =
        fields.text("period", 10).flatMap(Period::of).filter(ReportMail::offers);
    if (period.isEmpty()) {
      fields.wrong("period", "is week or month");
    }
    Optional<ZoneId> zone = fields.text("tz", LONGEST_ZONE).flatMap(ReportMail::zone);
    if (body.has("tz") && zone.isEmpty()) {
      fields.wrong("tz", "is not a valid timezone");
    }
    return fields
        .problem()
        .orElseGet(
            () ->
                shown(
                    mail.ask(
                        account.id(),
                        project.id(),
                        period.orElseThrow(),
                        zone.orElse(ZoneOffset.UTC))));
  }

  private static Reply shown(Optional<ReportMail.Asked> asked) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("period", asked.map(it -> it.period().word()).orElse(null));
    json.put("tz", asked.map(it -> zoneName(it.zone())).orElse(null));
    json.put("next", asked.map(it -> LogRequests.date(it.next())).orElse(null));
    return Reply.json(200, json);
  }

  private static String zoneName(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }
}
