package dev.tocsin.channels.apprise;

/**
 * Whom to ask, and who is to be notified.
 *
 * @param server without a slash at the end
 * @param host of the server, for people
 * @param key of a stored configuration; empty: {@code urls} come along
 * @param tag which of the configuration's services; empty: all
 * @param urls of services, with commas between; empty: there is a key
 */
record AppriseSettings(String server, String host, String key, String tag, String urls) {}
