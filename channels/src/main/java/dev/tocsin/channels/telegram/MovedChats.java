package dev.tocsin.channels.telegram;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Groups that became supergroups, which have another number. It is kept in memory: after a start
 * the first message learns it anew.
 */
final class MovedChats {

  /** A group moves once; those who forget to enter its new number are few. */
  private static final int MAX_CHATS = 1_000;

  private final Map<String, String> chats = new LinkedHashMap<>();

  /** The number under which this chat is found now. */
  synchronized String find(String chat) {
    return chats.getOrDefault(chat, chat);
  }

  synchronized void moved(String from, String to) {
    if (chats.size() >= MAX_CHATS) {
      chats.remove(chats.keySet().iterator().next());
    }
    chats.put(from, to);
  }
}
