package dev.tocsin.roles;

import dev.tocsin.alerter.operators.Contact;
import dev.tocsin.alerter.operators.Operators;
import dev.tocsin.alerter.operators.OperatorsConfig;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.settings.ContactSetting;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The people of this installation: contacts out of the settings. */
public final class OperatorContacts {

  private OperatorContacts() {}

  /**
   * Whom to tell.
   *
   * @param channels with private addresses allowed: whoever writes the settings runs the server
   * @throws IllegalArgumentException if a contact's settings are not good
   */
  static OperatorsConfig config(Settings settings, Channels channels) {
    List<ContactSetting> first = new ArrayList<>();
    settings.find(Keys.OPERATORS_EMAIL).ifPresent(first::addAll);
    settings.find(Keys.OPERATORS_WEBHOOK).ifPresent(first::add);
    settings.find(Keys.OPERATORS_CHANNELS).ifPresent(first::addAll);
    List<ContactSetting> second = settings.find(Keys.OPERATORS_SECOND).orElse(List.of());
    if (first.isEmpty() && !second.isEmpty()) {
      throw new IllegalArgumentException("operators.second is set, and nobody is told first");
    }
    return OperatorsConfig.of(
        open(first, "", channels),
        open(second, "second ", channels),
        settings.get(Keys.SITE_NAME),
        settings.siteUrl(),
        settings.get(Keys.OPERATORS_ESCALATE_AFTER));
  }

  private static List<Contact> open(List<ContactSetting> all, String place, Channels channels) {
    List<Contact> contacts = new ArrayList<>();
    for (ContactSetting one : all) {
      ChannelKind kind =
          channels
              .kind(one.kind())
              .orElseThrow(() -> new IllegalArgumentException("no channel of kind " + one.kind()));
      if (kind.standsForOthers()) {
        throw new IllegalArgumentException(
            "a contact of kind %s stands for channels of a project, and operators are told outside"
                    .formatted(kind.code())
                + " of all projects: list the channels themselves");
      }
      List<String> problems = kind.problems(one.settings());
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "a contact of kind %s: %s".formatted(one.kind(), String.join("; ", problems)));
      }
      String name =
          "%s%s %d: %s"
              .formatted(place, one.kind(), contacts.size() + 1, kind.summary(one.settings()));
      contacts.add(new Contact(name, kind.open(one.settings())));
    }
    return contacts;
  }

  /** Whether there is anybody to tell. */
  static boolean any(Settings settings) {
    for (Key<?> key :
        List.of(Keys.OPERATORS_EMAIL, Keys.OPERATORS_WEBHOOK, Keys.OPERATORS_CHANNELS)) {
      if (settings.find(key).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sends everybody a test; returns a line for each contact.
   *
   * @throws CannotStartException if the settings of a contact are not good
   */
  public static List<String> test(Settings settings) throws CannotStartException {
    try (Channels channels = new Channels(Sections.operatorChannels(settings))) {
      return Operators.test(config(settings, channels), InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(Exit.SETTINGS, "operators: " + e.getMessage(), e);
    }
  }
}
