package dev.tocsin.channels;

import dev.tocsin.channels.alertmanager.AlertmanagerKind;
import dev.tocsin.channels.apprise.AppriseKind;
import dev.tocsin.channels.discord.DiscordKind;
import dev.tocsin.channels.email.EmailKind;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.channels.googlechat.GoogleChatKind;
import dev.tocsin.channels.gotify.GotifyKind;
import dev.tocsin.channels.group.GroupKind;
import dev.tocsin.channels.matrix.MatrixKind;
import dev.tocsin.channels.mattermost.MattermostKind;
import dev.tocsin.channels.msteams.TeamsKind;
import dev.tocsin.channels.ntfy.NtfyKind;
import dev.tocsin.channels.opsgenie.OpsgenieKind;
import dev.tocsin.channels.pagerduty.PagerDutyKind;
import dev.tocsin.channels.pushover.PushoverKind;
import dev.tocsin.channels.rocketchat.RocketChatKind;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.channels.shell.ShellKind;
import dev.tocsin.channels.signal.SignalKind;
import dev.tocsin.channels.slack.SlackKind;
import dev.tocsin.channels.telegram.TelegramKind;
import dev.tocsin.channels.twilio.CallKind;
import dev.tocsin.channels.twilio.SmsKind;
import dev.tocsin.channels.webhook.WebhookKind;
import dev.tocsin.channels.zulip.ZulipKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every kind of channel there is. A new kind is one folder and one line here. */
public final class Channels implements AutoCloseable {

  /**
   * No {@link Channel#deliver} takes longer, whatever the other side does: a lease must outlast it.
   */
  public static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound;
  private final List<ChannelKind> kinds;
  private final Optional<Postbox> postbox;

  /**
   * The kinds of this installation.
   *
   * @throws IllegalArgumentException if a file of trusted certificates cannot be read
   */
  public Channels(ChannelsConfig config) {
    this.outbound = new Outbound(config.outbound(), timeBox);
    this.postbox = config.smtp().map(smtp -> new Postbox(smtp, config.siteName(), timeBox));
    this.kinds =
        List.of(
            new EmailKind(config.smtp(), config.siteName(), timeBox),
            new WebhookKind(outbound),
            new DiscordKind(outbound),
            new GoogleChatKind(outbound),
            new MatrixKind(outbound),
            new MattermostKind(outbound),
            new TeamsKind(outbound),
            new RocketChatKind(outbound),
            new SlackKind(outbound),
            new TelegramKind(config.endpoints(), outbound),
            new ZulipKind(outbound),
            new PagerDutyKind(config.endpoints(), outbound),
            new OpsgenieKind(config.endpoints(), outbound),
            new NtfyKind(outbound),
            new GotifyKind(outbound),
            new PushoverKind(config.endpoints(), outbound),
            new SignalKind(outbound),
            new SmsKind(config.endpoints(), outbound),
            new CallKind(config.endpoints(), outbound),
            new AppriseKind(outbound),
            new AlertmanagerKind(outbound),
            new ShellKind(config.shell(), config.outbound().totalTimeout(), timeBox),
            new GroupKind(),
            new RotaKind());
  }

  /** In the order in which pages offer them. */
  public List<ChannelKind> kinds() {
    return kinds;
  }

  /** The kind with this type code. */
  public Optional<ChannelKind> kind(String code) {
    return kinds.stream().filter(kind -> kind.code().equals(code)).findFirst();
  }

  /** Takes letters to people who have an account; empty: no mail server is configured. */
  public Optional<Postbox> postbox() {
    return postbox;
  }

  /** The one way out over HTTP, for what is sent to others than channels. */
  public Outbound outbound() {
    return outbound;
  }

  /** Makes all kinds ready to send: see {@link ChannelKind#rehearse}. */
  public void rehearse() {
    kinds.forEach(ChannelKind::rehearse);
  }

  /** Ends attempts that are still running. */
  @Override
  public void close() {
    timeBox.close();
    outbound.close();
  }
}
