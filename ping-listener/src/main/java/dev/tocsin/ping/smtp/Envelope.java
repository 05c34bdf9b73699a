package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Target;
import java.util.List;

/**
 * A message that has come in whole.
 *
 * @param sender as the envelope says; empty for a bounce
 * @param targets the checks it is for, each once
 * @param message every byte of it, without the dots that the transport added
 */
record Envelope(String sender, List<Target> targets, byte[] message) {}
