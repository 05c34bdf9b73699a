package dev.tocsin.channels.gotify;

/**
 * Where messages are made.
 *
 * @param server without a slash at the end
 * @param host of the server, for people
 * @param token of an application, a secret
 * @param down priority of bad news, 0 to 10
 * @param up priority of all other news
 */
record GotifySettings(String server, String host, String token, int down, int up) {}
