package dev.tocsin.dashboard.people.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Browser;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Sessions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one way from "a person has shown who they are" to a session. Whatever proves it (a password,
 * a passkey, another service's word) ends in {@link #proved}; what then is missing is decided here
 * and nowhere else. Blocking.
 */
public final class SignIn {

  /** What comes after a proof. */
  public sealed interface Next {

    /**
     * They are in.
     *
     * @param token of the new session, for its cookie
     */
    record In(String token) implements Next {}

    /**
     * Half way: a second factor is asked for.
     *
     * @param token of the step, for its cookie: opens nothing by itself
     */
    record Half(String token) implements Next {}
  }

  private final Sessions sessions;
  private final Steps steps;
  private final List<SecondFactor> factors;
  private final Devices devices;

  /**
   * @param factors what accounts may ask for besides the password; an account with several takes
   *     any of them
   */
  public SignIn(Sessions sessions, Steps steps, List<SecondFactor> factors, Devices devices) {
    this.sessions = sessions;
    this.steps = steps;
    this.factors = List.copyOf(factors);
    this.devices = devices;
  }

  /** A person has shown who they are, in one way. */
  public Next proved(Account account, Proof proof, Browser browser) {
    return proof.whole() || factorsOf(account).isEmpty()
        ? new Next.In(open(account, Set.of(proof), browser))
        : new Next.Half(steps.open(account, proof));
  }

  /** Who is half way in by this token, if it was not too long ago. */
  public Optional<Step> halfWay(String token) {
    return steps.find(token);
  }

  /**
   * The second factor was shown, too: the step is used up.
   *
   * @return the token of the new session; empty if the step was used up by somebody quicker
   */
  public Optional<String> completed(String token, Proof second, Browser browser) {
    return steps
        .take(token)
        .map(step -> open(step.account(), EnumSet.of(step.proof(), second), browser));
  }

  private String open(Account account, Set<Proof> proofs, Browser browser) {
    return sessions.open(account, proofs, browser, tx -> devices.seen(tx, account, browser));
  }

  /** The second factor was wrong; true if that was once too often, and the step is over. */
  public boolean failed(String token) {
    return steps.failed(token);
  }

  /** What an account asks for besides the password; empty: nothing. */
  public Set<Proof> factorsOf(Account account) {
    return factors.stream()
        .filter(factor -> factor.isOn(account))
        .map(SecondFactor::proof)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Proof.class)));
  }
}
