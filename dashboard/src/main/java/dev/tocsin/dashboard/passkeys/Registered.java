package dev.tocsin.dashboard.passkeys;

import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A passkey as it is kept.
 *
 * @param handle what authenticators call its account
 * @param credential the authenticator's model, the credential's id and its public key
 * @param signCount how often it has signed, by its own account; 0 if it does not count
 */
record Registered(
    UUID code,
    Account account,
    UUID handle,
    byte[] credential,
    long signCount,
    boolean backupEligible) {

  static final AttestedCredentialDataConverter BYTES =
      new AttestedCredentialDataConverter(new ObjectConverter());

  static final String SELECT =
      """
      SELECT p.code, p.credential, p.sign_count, p.backup_eligible, a.handle, a.id, a.email
        FROM passkeys p JOIN accounts a ON a.id = p.account_id
      """;

  static Registered of(Row row) throws SQLException {
    return new Registered(
        row.uuid("code"),
        new Account(row.number("id"), row.string("email")),
        row.uuid("handle"),
        row.bytes("credential"),
        row.number("sign_count"),
        row.flag("backup_eligible"));
  }

  /** As the library wants it; of who made it nothing is kept but the key. */
  @SuppressWarnings("NullAway") // its parameters are optional, and not marked so
  CredentialRecord asRecord() {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        null,
        backupEligible,
        null,
        signCount,
        BYTES.convert(credential),
        null,
        null,
        null,
        null);
  }
}
