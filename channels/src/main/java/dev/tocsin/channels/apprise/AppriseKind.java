package dev.tocsin.channels.apprise;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Values;
import java.util.List;

/** An Apprise API, which reaches more than a hundred services. */
public final class AppriseKind extends FlatKind<AppriseSettings> {

  private static final int MAX_URLS = 20;

  private static final List<Field> FIELDS =
      List.of(
          Field.url("url", "Server")
              .needed()
              .hidden()
              .example("https://apprise.example.org")
              .hint("Where the Apprise API answers, without /notify."),
          Field.secret("key", "Configuration key")
              .like("[A-Za-z0-9_-]{1,128}", "use letters, digits, _ and -, at most 128")
              .hint("Of a configuration that is stored there."),
          Field.text("tag", "Tag")
              .upTo(100)
              .hint("Which services of the configuration; empty for all."),
          Field.lines("urls", "Apprise URLs", MAX_URLS)
              .hidden()
              .example("mailto://user:password@example.org")
              .hint("One a line, instead of a key."));

  private final Outbound outbound;

  public AppriseKind(Outbound outbound) {
    super("apprise", "Apprise", Pace.NONE, FIELDS);
    this.outbound = outbound;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    boolean key = !values.text("key").isEmpty();
    boolean urls = !values.lines("urls").isEmpty();
    if (key == urls) {
      json.problem("key", "enter a configuration key or URLs, one of the two");
    }
    if (!key && !values.text("tag").isEmpty()) {
      json.problem("tag", "goes with a configuration key only");
    }
  }

  @Override
  protected AppriseSettings settings(Values values) {
    return new AppriseSettings(
        values.base("url"),
        values.url("url").getHost(),
        values.text("key"),
        values.text("tag"),
        String.join(", ", values.lines("urls")));
  }

  @Override
  protected String summaryOf(AppriseSettings settings) {
    return settings.tag().isEmpty()
        ? settings.host()
        : "%s, tag %s".formatted(settings.host(), settings.tag());
  }

  @Override
  protected Channel channel(AppriseSettings settings) {
    return new OneCall(outbound, new AppriseCall(settings)::of, AppriseCall::verdict);
  }
}
