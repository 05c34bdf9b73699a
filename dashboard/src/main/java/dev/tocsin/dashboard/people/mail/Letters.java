package dev.tocsin.dashboard.people.mail;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.channels.email.PersonalLetter.Link;
import dev.tocsin.dashboard.people.Role;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The words of letters. Their links begin with the configured address of this site, never with what
 * a request said it was.
 *
 * @param siteName what this installation calls itself
 * @param siteUrl the root of the pages, without a slash at the end
 */
public record Letters(String siteName, String siteUrl) {

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Somebody is invited to a project. */
  public PersonalLetter invitation(String project, Role role, String by, String link) {
    return new PersonalLetter(
        "You are invited to %s on %s".formatted(project, siteName),
        List.of(
            "%s invites you to the project %s on %s, as %s."
                .formatted(by, project, siteName, role.title().toLowerCase(Locale.ROOT)),
            "The link works once, for 7 days. If you do not know them, ignore this letter."),
        Optional.of(new Link(link, "See the invitation")),
        "Somebody entered your address at " + siteUrl);
  }

  /** A link for another password was asked for. */
  public PersonalLetter newPassword(String token) {
    return personal(
        "Choose a new password",
        List.of(
            "Somebody, probably you, asked for a new password for your account at %s."
                .formatted(siteName),
            "The link works once, for an hour. If it was not you, ignore this letter: your password"
                + " stays as it is."),
        Optional.of(new Link(siteUrl + "/reset/" + token, "Choose a new password")));
  }

  /** This address is to become that of an account. */
  public PersonalLetter confirmAddress(String token, String was) {
    return new PersonalLetter(
        "Confirm your new address",
        List.of(
            "The account %s at %s is to have this address from now on.".formatted(was, siteName),
            "The link works once, for an hour. If you do not know of this, ignore this letter."),
        Optional.of(new Link(siteUrl + "/address/" + token, "Use this address")),
        "Somebody entered your address at " + siteUrl);
  }

  /** To the old address: another one was asked for. */
  public PersonalLetter addressAsked(String next) {
    return personal(
        "Another address for your account",
        List.of(
            "Somebody, probably you, wants to sign in at %s as %s from now on. Nothing has changed"
                    .formatted(siteName, next)
                + " yet: a letter to the new address asks to confirm it.",
            notYou()),
        account());
  }

  /** To the old address: there is another one now. */
  public PersonalLetter addressChanged(String next) {
    return personal(
        "Your account has another address",
        List.of(
            "Your account at %s has the address %s from now on.".formatted(siteName, next),
            "If this was not you, tell whoever runs this server at once."),
        Optional.empty());
  }

  /** There is another password. */
  public PersonalLetter passwordChanged(String place) {
    return notice(
        "Your password was changed",
        "Your password was changed from %s, and you are signed out elsewhere.".formatted(place));
  }

  /**
   * Somebody signed in where they never did before.
   *
   * @param device in words
   * @param place an address of the network; where that is, nobody here knows
   */
  public PersonalLetter newDevice(String device, String place, Instant at) {
    return personal(
        "New sign-in to your account",
        List.of(
            "Somebody, probably you, signed in with a browser that we have not seen with your account"
                + " before: %s, at %s UTC, from the address %s. Where that is, we do not know."
                    .formatted(device, MINUTES.format(at), place),
            notYou()),
        Optional.of(new Link(siteUrl + "/account#sessions", "Where you are signed in")));
  }

  /** Signing in asks for a code from now on. */
  public PersonalLetter twoStepOn() {
    return notice(
        "Two-step sign-in is on", "Signing in to your account asks for a code from an app now.");
  }

  /** Signing in asks for the password only from now on. */
  public PersonalLetter twoStepOff() {
    return notice(
        "Two-step sign-in is off", "Signing in to your account asks for no code any more.");
  }

  /** One of the codes for lost devices was used. */
  public PersonalLetter recoveryUsed(int left) {
    return notice(
        "A recovery code was used",
        "Somebody, probably you, signed in with one of your recovery codes. %d are left."
            .formatted(left));
  }

  /** Somebody who knows the password fails at the code. */
  public PersonalLetter codesFailed(String place) {
    return notice(
        "Somebody knows your password",
        "Somebody at %s entered your password, and then wrong codes. If it was not you, change your password."
            .formatted(place));
  }

  /** A project is to become theirs. */
  public PersonalLetter projectOffered(String project, String by, String path) {
    return personal(
        "%s is offered to you".formatted(project),
        List.of("%s wants you to own the project %s.".formatted(by, project)),
        Optional.of(new Link(siteUrl + path, "Say yes or no")));
  }

  private PersonalLetter notice(String subject, String line) {
    return personal(subject, List.of(line, notYou()), account());
  }

  private PersonalLetter personal(String subject, List<String> lines, Optional<Link> link) {
    return new PersonalLetter(
        subject, lines, link, "You get this because you have an account at " + siteUrl);
  }

  private static String notYou() {
    return "If this was not you, choose a new password and sign out everywhere else.";
  }

  private Optional<Link> account() {
    return Optional.of(new Link(siteUrl + "/account", "Look at your account"));
  }
}
