package dev.tocsin.channels.twilio;

/** What Twilio's numbers for refusals mean, of those that people can do something about. */
final class Refusals {

  private Refusals() {}

  /** Whether it is about the text, which another message does not have. */
  static boolean ofThisMessage(int code) {
    return switch (code) {
      case 21602, 21617, 21619, 21620, 30007 -> true;
      default -> false;
    };
  }

  /** Begins with a comma; empty for all others. */
  static String meaning(int code) {
    return switch (code) {
      case 21211, 21201, 21217, 21614 -> ", it takes no such number to send to";
      case 21212, 21210, 21606, 21603, 21659 -> ", it takes no such sender of this account";
      case 21215, 21408 -> ", this country is not enabled for the account";
      case 21219, 21608 -> ", a trial account reaches verified numbers only";
      case 21610 -> ", this number has replied STOP";
      default -> "";
    };
  }
}
