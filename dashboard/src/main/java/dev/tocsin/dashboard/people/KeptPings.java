package dev.tocsin.dashboard.people;

/**
 * Which pings of each check a project keeps.
 *
 * @param newest so many, 1 to {@link Projects#MOST_PINGS}; besides, the last failures before these
 * @param days none that is older; up to {@link Projects#MOST_DAYS}, 0: however old
 * @param bodyDays the bodies of those that are older are emptied; the same bounds
 */
public record KeptPings(int newest, int days, int bodyDays) {}
