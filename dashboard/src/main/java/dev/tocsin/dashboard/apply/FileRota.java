package dev.tocsin.dashboard.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.dashboard.oncall.RotaPlan;
import dev.tocsin.domain.schedule.TimeZones;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A rota as a file has it. In a plan it is a channel like any other, and this, as JSON, its
 * settings, so that the same eyes compare it. What people say from day to day, who stands in and
 * the address of the calendar, is no part of it.
 *
 * @param begins a hand-over to the first of the people, on the clock of the zone
 */
public record FileRota(LocalDateTime begins, Duration turn, String zone, List<Person> people) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Somebody who takes turns.
   *
   * @param channel that reaches them: its name or code, or the address that it alone writes to
   */
  public record Person(String name, String channel) {}

  public FileRota {
    zone = TimeZones.canonical(zone).orElse(zone);
    people = List.copyOf(people);
  }

  /** What is wrong with it, for people; which channels there are is not looked at. */
  public Optional<String> problem(String name) {
    List<RotaPlan.Turn> turns =
        people.stream().map(one -> new RotaPlan.Turn(one.name(), new UUID(0, 0))).toList();
    return new RotaPlan(name.isEmpty() ? "unnamed" : name, turns, begins, turn, zone).problem();
  }

  /** As the settings of a channel. */
  public String settings() {
    ObjectNode settings = JSON.createObjectNode();
    settings.put("begins", begins.toString());
    settings.put("turn", turn.toSeconds());
    settings.put("tz", zone);
    ArrayNode list = settings.putArray("people");
    people.forEach(one -> list.addObject().put("name", one.name()).put("channel", one.channel()));
    return settings.toString();
  }

  /** Reads {@link #settings}. */
  static FileRota of(String settings) {
    try {
      JsonNode json = JSON.readTree(settings);
      List<Person> people = new ArrayList<>();
      json.path("people")
          .forEach(
              one ->
                  people.add(new Person(one.path("name").asText(), one.path("channel").asText())));
      return new FileRota(
          LocalDateTime.parse(json.path("begins").asText()),
          Duration.ofSeconds(json.path("turn").asLong()),
          json.path("tz").asText(),
          people);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("we wrote this ourselves", e);
    }
  }

  /** The same with other words for its channels. */
  FileRota withChannels(UnaryOperator<String> named) {
    return new FileRota(
        begins,
        turn,
        zone,
        people.stream().map(one -> new Person(one.name(), named.apply(one.channel()))).toList());
  }
}
