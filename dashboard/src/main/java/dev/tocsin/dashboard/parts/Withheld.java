package dev.tocsin.dashboard.parts;

/** Why something was not sent, as the end of a sentence. */
public final class Withheld {

  private Withheld() {}

  /**
   * For example "a silence was on".
   *
   * @param reason as in {@code deliveries.withheld}; one that this version does not know is itself
   */
  public static String words(String reason) {
    return switch (reason) {
      case "silenced" -> "a silence was on";
      case "maintenance" -> "maintenance was on";
      case "depends" -> "a check that it depends on was down";
      case "untold" -> "nobody had been told that it was down";
      case "flapping" -> "it went down and up too often";
      case "short" -> "it was over before it could be told";
      case "restored" -> "it was on its way when the backup was made that was restored since";
      case "over" -> "there was nothing left to be told again";
      default -> reason;
    };
  }
}
