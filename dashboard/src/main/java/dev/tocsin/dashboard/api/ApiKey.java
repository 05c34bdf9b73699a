package dev.tocsin.dashboard.api;

/**
 * A key that was presented and found.
 *
 * @param hint its last four characters
 */
record ApiKey(long id, long projectId, boolean readOnly, String hint) {

  /** Who acts, in the audit log. */
  String actor() {
    return "api:" + hint;
  }
}
