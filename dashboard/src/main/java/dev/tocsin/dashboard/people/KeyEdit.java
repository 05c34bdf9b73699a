package dev.tocsin.dashboard.people;

import java.util.Optional;
import java.util.Set;

/** What is to be changed in a key; empty: stays. */
public record KeyEdit(Optional<String> name, Optional<Set<Scope>> scopes, Optional<Expiry> expiry) {

  Rights applyTo(Rights was) {
    return new Rights(
        was.readOnly(),
        scopes.orElse(was.scopes()),
        expiry.isPresent() ? expiry.get().at() : was.expiresAt());
  }
}
