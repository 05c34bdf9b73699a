package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.CheckRules;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A check of the fleet.
 *
 * @param pace how often its job runs, about
 * @param channels names of the providers that are told
 */
record Watched(long id, UUID code, CheckRules rules, Duration pace, List<String> channels) {}
