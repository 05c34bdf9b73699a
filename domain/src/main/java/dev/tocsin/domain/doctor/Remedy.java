package dev.tocsin.domain.doctor;

/**
 * What would mend it: other settings, and what they would have made of the past.
 *
 * @param says what it does, as the label of a button: "Set the zone to Europe/Riga"
 * @param told the settings to have
 * @param before how the past is judged by the settings as they are
 * @param after how it would have been judged by these
 */
public record Remedy(String says, Told told, Judged before, Judged after) {}
