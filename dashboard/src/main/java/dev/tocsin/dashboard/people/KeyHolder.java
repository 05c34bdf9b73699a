package dev.tocsin.dashboard.people;

/** Whose a key is. */
public record KeyHolder(Kind kind, long id) {

  /** What may have keys. */
  public enum Kind {
    /** Its keys open one project, whoever made them. */
    PROJECT("project_id"),
    /** Its keys open what the person may open, at that moment. */
    ACCOUNT("account_id");

    private final String column;

    Kind(String column) {
      this.column = column;
    }

    /** Of the table {@code api_keys}. */
    String column() {
      return column;
    }

    /** What such a key starts with. */
    String prefix(boolean readOnly) {
      return this == ACCOUNT ? "hca_" : readOnly ? "hcr_" : "hcw_";
    }
  }

  public static KeyHolder project(long id) {
    return new KeyHolder(Kind.PROJECT, id);
  }

  public static KeyHolder account(Account account) {
    return new KeyHolder(Kind.ACCOUNT, account.id());
  }
}
