package dev.tocsin.channels.msteams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Elements of a card, as many as fit: one that does not is left out. */
final class Elements {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<Map<String, Object>> all = new ArrayList<>();
  private int bytesLeft;
  private int bytesKept;

  Elements(int maxBytes) {
    this.bytesLeft = maxBytes;
  }

  /** Returns false if it does not fit. */
  boolean add(Map<String, Object> element) {
    int bytes = bytes(element);
    if (bytes > bytesLeft - bytesKept) {
      return false;
    }
    bytesLeft -= bytes;
    all.add(element);
    return true;
  }

  /** The room of this element is for {@link #addLast}. */
  void keepRoomFor(Map<String, Object> element) {
    bytesKept = bytes(element);
  }

  void addLast(Map<String, Object> element) {
    bytesKept = 0;
    add(element);
  }

  List<Map<String, Object>> all() {
    return List.copyOf(all);
  }

  private static int bytes(Map<String, Object> element) {
    try {
      // One more for the comma.
      return JSON.writeValueAsString(element).getBytes(StandardCharsets.UTF_8).length + 1;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of an element", e);
    }
  }
}
