package dev.tocsin.channels;

/**
 * A channel that stands for others when none of them is left: what it was to hand on reaches
 * nobody.
 *
 * @param why what people read beside the alert
 */
public record Deserted(String why) implements Channel {

  @Override
  public Verdict deliver(Alert alert) {
    return new Verdict.GiveUp(why);
  }

  @Override
  public boolean groups() {
    return false;
  }
}
