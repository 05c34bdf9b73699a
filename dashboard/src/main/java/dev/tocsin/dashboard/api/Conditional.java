package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.checks.CheckView;
import dev.tocsin.dashboard.checks.Guard;
import dev.tocsin.store.CheckObject.Version;
import io.vertx.core.http.HttpMethod;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers that depend on what the client has already: version 3 only, since the protocol knows
 * nothing of it.
 *
 * <p>Every JSON answer to a GET has a strong tag over its bytes. That of a check begins with
 * another one, over what people set ({@link CheckView#tag}), and a dot: status and next ping change
 * all the time, and a client that changes a setting does not care. So {@code If-None-Match}
 * compares all of it, {@code If-Match} what is before the dot.
 */
final class Conditional {

  private static final String EXTRA_HEADERS = "If-Match, If-None-Match";
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

  /** 128 bits: two answers with one tag are not to be expected. */
  private static final int HASH_BYTES = 16;

  private Conditional() {}

  /** The answer with its tag, or 304 if the client has just that. */
  static Reply answer(Call call, Reply reply) {
    boolean get = call.method().equals(HttpMethod.GET);
    boolean json = reply.status() == 200 && "application/json".equals(reply.type());
    if (!get || !json || call.target().version() != Version.V3) {
      return reply;
    }
    Reply tagged = reply.headers().containsKey("ETag") ? reply : tagged(reply, "");
    String tag = String.valueOf(tagged.headers().get("ETag"));
    String opaque = tag.substring(1, tag.length() - 1);
    String has = call.ifNoneMatch();
    return has != null && EntityTags.parse(has).haveWeakly(opaque)
        ? Reply.empty(304).with(tagged.headers())
        : tagged;
  }

  /** The answer that shows a check, with a tag that {@link #guard} understands. */
  static Reply tagged(Target target, Reply reply, CheckView view) {
    return target.version() == Version.V3 ? tagged(reply, view.tag() + ".") : reply;
  }

  private static Reply tagged(Reply reply, String prefix) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put("ETag", "\"" + prefix + hash(reply.body()) + "\"");
    headers.put("Cache-Control", "private, no-cache"); // keep it, but ask before you use it
    headers.put("Access-Control-Expose-Headers", "ETag");
    return reply.with(headers);
  }

  /** What the client says a check must still be like; everything if it says nothing. */
  static Guard guard(Call call) {
    String wanted = call.ifMatch();
    if (wanted == null || call.target().version() != Version.V3) {
      return Guard.NONE;
    }
    EntityTags tags = EntityTags.parse(wanted);
    return tags.any()
        ? Guard.NONE
        : tag -> tags.haveStrongly(opaque -> opaque.startsWith(tag.get() + "."));
  }

  static Reply changedMeanwhile() {
    return Reply.error(
        412, "the check was changed meanwhile: read it again, then repeat the change");
  }

  /**
   * The value of {@code Access-Control-Allow-Headers}: the protocol's own, and more only for a
   * browser that asks for more.
   *
   * @param asked the header {@code Access-Control-Request-Headers}
   */
  static String allowHeaders(Target target, @Nullable String asked) {
    String protocol = "X-Api-Key";
    if (asked == null || target.version() != Version.V3) {
      return protocol;
    }
    List<String> names = Arrays.asList(COMMA.split(asked.strip().toLowerCase(Locale.ROOT), -1));
    boolean more = names.contains("if-match") || names.contains("if-none-match");
    return more ? protocol + ", " + EXTRA_HEADERS : protocol;
  }

  private static String hash(Pieces body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      body.feed(sha);
      byte[] start = Arrays.copyOf(sha.digest(), HASH_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(start);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
