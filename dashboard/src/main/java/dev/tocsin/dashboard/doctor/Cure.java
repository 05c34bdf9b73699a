package dev.tocsin.dashboard.doctor;

import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.ScheduleText;
import dev.tocsin.domain.doctor.Remedy;
import dev.tocsin.domain.doctor.Told;
import dev.tocsin.store.CheckSettings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** A remedy as a change of the settings of a check. */
public record Cure(Told was, Told told) {

  /** What a remedy changes of these settings. */
  public static Cure of(CheckSettings settings, Remedy remedy) {
    return new Cure(CaseHistories.told(settings), remedy.told());
  }

  /** The change; what it does not say stays as it is. */
  public CheckEdit edit() {
    CheckEdit edit = new CheckEdit();
    if (changesSchedule()) {
      if (byClocks()) {
        edit.schedule(new ScheduleText(told.kind(), told.line()));
      } else {
        edit.timeout(told.timeout());
      }
    }
    if (changesZone()) {
      edit.tz(told.zone());
    }
    if (!told.grace().equals(was.grace())) {
      edit.grace(told.grace());
    }
    return edit;
  }

  /** The same in the members of the Management API. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    if (changesSchedule()) {
      if (byClocks()) {
        members.put("schedule", told.line());
      } else {
        members.put("timeout", told.timeout().toSeconds());
      }
    }
    if (changesZone()) {
      members.put("tz", told.zone());
    }
    if (!told.grace().equals(was.grace())) {
      members.put("grace", told.grace().toSeconds());
    }
    return members;
  }

  /** A short text that is another one for another cure: what was seen is what is applied. */
  public String mark() {
    CRC32 crc = new CRC32();
    crc.update((was + " " + told).getBytes(StandardCharsets.UTF_8));
    return Long.toString(crc.getValue(), 36);
  }

  private boolean byClocks() {
    return !told.kind().equals(CheckSettings.DEFAULTS.kind());
  }

  private boolean changesSchedule() {
    return !told.kind().equals(was.kind())
        || (byClocks() ? !told.line().equals(was.line()) : !told.timeout().equals(was.timeout()));
  }

  private boolean changesZone() {
    return byClocks() && !told.zone().equals(was.zone());
  }
}
