package dev.tocsin.dashboard.people.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that was done.
 *
 * @param actor an e-mail address, a key, or {@code cli}
 * @param action for example {@code member.add}
 * @param detail an object of plain values
 */
public record Event(long id, Instant at, String actor, String action, JsonNode detail) {}
