package dev.tocsin.channels.email;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Wanted;
import java.util.List;
import java.util.Optional;

/** Mail through the installation's own server. */
public final class EmailKind implements ChannelKind {

  /** Its type code. */
  public static final String CODE = "email";

  private static final List<Field> FIELDS =
      List.of(
          Field.lines("to", "Addresses", EmailSettings.MAX_ADDRESSES)
              .needed()
              .example("ops@example.org")
              .hint("One address in each line; all of them get the same message."),
          Wanted.FIELDS.get(0),
          Wanted.FIELDS.get(1));

  private final Optional<Mailer> mailer;

  /**
   * @param smtp empty: channels can be made, and their alerts wait for a server to be configured
   * @param siteName the sender's name, unless the configured sender has one
   */
  public EmailKind(Optional<SmtpConfig> smtp, String siteName, TimeBox timeBox) {
    this.mailer = smtp.map(config -> new Mailer(config, siteName, timeBox));
  }

  @Override
  public String code() {
    return CODE;
  }

  @Override
  public String title() {
    return "E-mail";
  }

  @Override
  public List<Field> fields() {
    return FIELDS;
  }

  @Override
  public List<String> problems(String json) {
    SettingsJson fields = SettingsJson.read(json);
    EmailSettings.read(fields);
    return fields.problems();
  }

  /** Addresses are no secrets to those who may read the settings at all. */
  @Override
  public String masked(String json) {
    return json;
  }

  @Override
  public String unmasked(String entered, String stored) {
    return entered;
  }

  @Override
  public String summary(String json) {
    return problems(json).isEmpty() ? settings(json).summary() : "settings need attention";
  }

  @Override
  public Channel open(String json) {
    return new EmailChannel(settings(json), mailer);
  }

  @Override
  public void rehearse() {
    mailer.ifPresent(Mailer::rehearse);
  }

  private static EmailSettings settings(String json) {
    SettingsJson fields = SettingsJson.read(json);
    EmailSettings settings = EmailSettings.read(fields);
    fields.requireNoProblems();
    return settings;
  }
}
