package dev.tocsin.channels.pushover;

/**
 * Who gets messages.
 *
 * @param token of an application, a secret
 * @param user the key of a user or of a group, a secret
 * @param device one of the user's, or several with commas between; empty: all
 * @param sound empty: as each device says
 * @param down priority of bad news
 * @param up priority of all other news
 * @param retrySeconds how often an emergency is repeated
 * @param expireSeconds how long it is repeated if nobody confirms it
 */
record PushoverSettings(
    String token,
    String user,
    String device,
    String sound,
    Priority down,
    Priority up,
    int retrySeconds,
    int expireSeconds) {}
