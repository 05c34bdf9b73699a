package dev.tocsin.alerter.mail;

import dev.tocsin.alerter.notices.NewNotice;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes letters to the owners of a project where none of its channels leads to anybody: that a
 * channel is broken, and no other one works. {@link AccountMail} sends them.
 */
public final class OwnerLetters {

  /** Then it is old news, and operators have been told meanwhile. */
  private static final Duration VALID = Duration.ofHours(24);

  private final SecretBox secrets;
  private final URI siteUrl;

  /**
   * @param siteUrl where links begin
   */
  public OwnerLetters(SecretBox secrets, URI siteUrl) {
    this.secrets = secrets;
    this.siteUrl = siteUrl;
  }

  private record Owner(String address, String project) {}

  /**
   * Writes a notice to all who own its project.
   *
   * @return how many owners there are
   */
  public int post(Tx tx, NewNotice notice) {
    List<Owner> owners =
        tx.query(
            "reading who owns project " + notice.projectId(),
            """
            SELECT a.email, p.name FROM members m
              JOIN accounts a ON a.id = m.account_id JOIN projects p ON p.id = m.project_id
             WHERE m.project_id = ? AND m.role = 'owner' ORDER BY a.id
            """,
            row -> new Owner(row.string("email"), row.string("name")),
            notice.projectId());
    owners.forEach(owner -> write(tx, owner.address(), letter(notice, owner.project())));
    return owners.size();
  }

  private void write(Tx tx, String to, PersonalLetter letter) {
    tx.update(
        "writing a letter to an owner",
        """
        INSERT INTO account_mail (recipient, letter, expires_at)
        VALUES (?, ?, clock_timestamp() + ?::interval)
        """,
        to,
        secrets.seal(letter.toBytes()),
        VALID);
  }

  private PersonalLetter letter(NewNotice notice, String project) {
    return new PersonalLetter(
        "%s: %s".formatted(project, notice.title()),
        notice.lines(),
        Optional.of(new PersonalLetter.Link(siteUrl + notice.path(), "Look at it")),
        "You own the project %s.".formatted(project));
  }
}
