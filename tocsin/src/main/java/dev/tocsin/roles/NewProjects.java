package dev.tocsin.roles;

import dev.tocsin.dashboard.people.ProjectLimits;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;

/** What the settings say of projects that are yet to be made. */
public final class NewProjects {

  private NewProjects() {}

  /** How large they may become. */
  public static ProjectLimits limits(Settings settings) {
    return new ProjectLimits(
        settings.get(Keys.LIMITS_CHECK_LIMIT),
        settings.get(Keys.LIMITS_MEMBER_LIMIT),
        settings.get(Keys.LIMITS_CHANNEL_LIMIT),
        settings.get(Keys.LIMITS_PROJECT_PINGS_PER_MINUTE));
  }
}
