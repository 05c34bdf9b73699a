package dev.tocsin.dashboard.channels;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a project.
 *
 * @param kind the type code
 * @param kindTitle what people call the kind
 * @param name what people called it, or empty
 * @param summary where messages go; never a secret
 * @param settings JSON; may hold secrets
 * @param opens whether they could be decrypted
 * @param checks how many checks alert it
 * @param skipShort whether it is not told of a down that is over before it could be told
 * @param brokenSince since when its target refuses everything, if so
 */
public record ChannelRow(
    long id,
    UUID code,
    long projectId,
    String kind,
    String kindTitle,
    String name,
    String summary,
    String settings,
    boolean opens,
    int checks,
    boolean skipShort,
    @Nullable Instant brokenSince,
    String brokenWhy) {

  /** The name, or what it is for one without. */
  public String title() {
    return name.isBlank() ? summary : name;
  }

  /** Whether people have left it as another one says. */
  boolean saysTheSameAs(ChannelRow other) {
    return name.equals(other.name) && settings.equals(other.settings);
  }

  @Override
  public String toString() {
    return "ChannelRow[%s %s %s]".formatted(code, kind, title());
  }
}
