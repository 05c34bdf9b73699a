package dev.tocsin.channels;

import java.util.List;

/**
 * A kind whose settings are plain {@link Field}s. It validates, masks and describes them; what is
 * left for a new kind is to name them, to read them into a record, and to send.
 *
 * @param <S> the settings, read and valid
 */
public abstract class FlatKind<S> implements ChannelKind {

  private final String code;
  private final String title;
  private final Pace pace;
  private final List<Field> fields;

  protected FlatKind(String code, String title, Pace pace, List<Field> fields) {
    this.code = code;
    this.title = title;
    this.pace = pace;
    this.fields = List.copyOf(fields);
  }

  /** Called with values that have no problems only. */
  protected abstract S settings(Values values);

  /** One line for lists: where messages go. Never a secret. */
  protected abstract String summaryOf(S settings);

  protected abstract Channel channel(S settings);

  /** Notes what is wrong with the values although each for itself is good. */
  protected void check(Values values, SettingsJson json) {}

  @Override
  public final String code() {
    return code;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final Pace pace() {
    return pace;
  }

  @Override
  public final List<Field> fields() {
    return fields;
  }

  @Override
  public final List<String> problems(String json) {
    SettingsJson read = SettingsJson.read(json);
    read(read);
    return read.problems();
  }

  @Override
  public final String masked(String json) {
    return new FlatMask(fields).masked(json);
  }

  @Override
  public final String unmasked(String entered, String stored) {
    return new FlatMask(fields).unmasked(entered, stored);
  }

  @Override
  public final String summary(String json) {
    SettingsJson read = SettingsJson.read(json);
    Values values = read(read);
    return read.problems().isEmpty() ? summaryOf(settings(values)) : "settings need attention";
  }

  @Override
  public final Channel open(String json) {
    SettingsJson read = SettingsJson.read(json);
    Values values = read(read);
    read.requireNoProblems();
    return channel(settings(values));
  }

  private Values read(SettingsJson json) {
    Values values = Values.read(fields, json);
    if (json.problems().isEmpty()) {
      check(values, json);
    }
    return values;
  }
}
