package dev.tocsin.channels;

import dev.tocsin.channels.email.SmtpConfig;
import java.util.Optional;

/**
 * What the channels of one installation share.
 *
 * @param smtp the mail server; without one the e-mail channel says so and keeps trying
 * @param outbound how we call other people's servers over HTTP
 * @param endpoints where providers are that have one address for everybody
 * @param shell whether channels may run commands of this machine
 * @param siteName what this installation calls itself: the name of the sender of its mail
 */
public record ChannelsConfig(
    Optional<SmtpConfig> smtp,
    OutboundConfig outbound,
    Endpoints endpoints,
    boolean shell,
    String siteName) {

  /** Without shell commands. */
  public ChannelsConfig(
      Optional<SmtpConfig> smtp, OutboundConfig outbound, Endpoints endpoints, String siteName) {
    this(smtp, outbound, endpoints, false, siteName);
  }

  /** With the providers' own addresses, and without shell commands. */
  public ChannelsConfig(Optional<SmtpConfig> smtp, OutboundConfig outbound, String siteName) {
    this(smtp, outbound, Endpoints.REAL, siteName);
  }
}
