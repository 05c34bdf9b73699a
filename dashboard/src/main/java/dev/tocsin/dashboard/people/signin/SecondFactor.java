package dev.tocsin.dashboard.people.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Proof;

/** Something besides the password that an account may ask for. Blocking. */
public interface SecondFactor {

  /** What somebody shows who has it. */
  Proof proof();

  /** Whether this account asks for it. */
  boolean isOn(Account account);
}
