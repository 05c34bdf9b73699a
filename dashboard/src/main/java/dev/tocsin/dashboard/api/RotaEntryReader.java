package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.apply.FileRota;
import dev.tocsin.dashboard.apply.Wanted;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.oncall.RotaPlan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads rotas of a file. Somebody who takes turns is a name with a channel, or an e-mail address:
 * then it is the channel that writes to this address alone.
 */
final class RotaEntryReader {

  private static final Set<String> MEMBERS = Set.of("name", "begins", "turn", "tz", "people");

  private static final int LONGEST_ZONE = 60;

  private final Entries entries;

  RotaEntryReader(Entries entries) {
    this.entries = entries;
  }

  /**
   * The rotas of a file, as the channels that they are.
   *
   * @param names of the channels of the file, with where they stand
   */
  List<Wanted.Channel> read(JsonNode body, Map<String, String> names) {
    List<Wanted.Channel> rotas = new ArrayList<>();
    int i = 0;
    for (JsonNode entry : entries.objects(body, "rotas")) {
      String at = "rotas[%d]".formatted(i++);
      if (entries.requireObject(at, entry)) {
        entries.requireKnown(at + ".", entry, MEMBERS);
        String name = entries.text(at + ".", entry, "name", ProjectChannels.LONGEST_NAME).strip();
        if (name.isEmpty()) {
          entries.problem(at + ".name", "a rota is known by its name: give it one");
        } else {
          entries.requireNew(names, at + ".name", name, at);
        }
        rota(at, name, entry)
            .ifPresent(
                rota ->
                    rotas.add(
                        new Wanted.Channel(at, name, RotaKind.CODE, rota.settings(), Set.of())));
      }
    }
    return rotas;
  }

  /** Empty if something is wrong with it. */
  private Optional<FileRota> rota(String at, String name, JsonNode entry) {
    int before = entries.problems().size();
    Optional<LocalDateTime> begins = begins(at + ".", entry);
    JsonNode turn = entry.path("turn");
    if (!turn.isIntegralNumber() || !turn.canConvertToInt()) {
      entries.problem(
          at + ".turn", turn.isMissingNode() ? "turn is missing" : "turn is not a number");
    }
    String zone =
        entry.has("tz") ? entries.text(at + ".", entry, "tz", LONGEST_ZONE).strip() : "UTC";
    List<FileRota.Person> people = people(at, entry);
    if (begins.isEmpty() || entries.problems().size() > before) {
      return Optional.empty();
    }
    FileRota rota = new FileRota(begins.get(), Duration.ofSeconds(turn.intValue()), zone, people);
    rota.problem(name).ifPresent(what -> entries.problem(at, what));
    return entries.problems().size() > before ? Optional.empty() : Optional.of(rota);
  }

  private Optional<LocalDateTime> begins(String at, JsonNode entry) {
    String text = entries.text(at, entry, "begins", 40);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      entries.problem(at + "begins", "begins is not a time on the clock such as 2027-01-31T09:00");
      return Optional.empty();
    }
  }

  private List<FileRota.Person> people(String at, JsonNode entry) {
    JsonNode list = entry.path("people");
    if (!list.isArray()) {
      entries.problem(
          at + ".people", list.isMissingNode() ? "people is missing" : "people is not an array");
      return List.of();
    }
    List<FileRota.Person> people = new ArrayList<>();
    for (JsonNode item : list) {
      if (people.size() >= RotaPlan.MOST_PEOPLE) {
        entries.problem(
            at + ".people", "a rota has at most %d people".formatted(RotaPlan.MOST_PEOPLE));
        return people;
      }
      people.add(person(at + ".people[%d]".formatted(people.size()), item));
    }
    return people;
  }

  private FileRota.Person person(String at, JsonNode item) {
    if (item.isTextual()) {
      String address = item.textValue().strip();
      entries.requireWhole(at, address, "address");
      if (!address.contains("@")) {
        entries.problem(at, "enter an e-mail address, or a name and a channel");
      }
      return new FileRota.Person(address, address);
    }
    if (!entries.requireObject(at, item)) {
      return new FileRota.Person("", "");
    }
    entries.requireKnown(at + ".", item, Set.of("name", "channel"));
    return new FileRota.Person(
        entries.text(at + ".", item, "name", ProjectChannels.LONGEST_NAME).strip(),
        entries.text(at + ".", item, "channel", ProjectChannels.LONGEST_NAME).strip());
  }
}
