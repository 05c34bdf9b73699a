package dev.tocsin.channels.group;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Deserted;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import java.util.List;

/**
 * Several channels of a project under one name. Alerts for it are handed on to its members where
 * deliveries are made, so that each member has attempts of its own; none comes here, unless all
 * members are gone.
 */
public final class GroupKind extends FlatKind<List<String>> {

  /** Its code: where members are kept, they are kept for this kind only. */
  public static final String CODE = "group";

  /** Groups are for a few; a project has more channels than that, but nobody lists them all. */
  private static final int MOST = 50;

  private static final List<Field> FIELDS =
      List.of(
          Field.lines("channels", "Channels", MOST)
              .needed()
              .example("On-call pager")
              .hint("Channels of the same project by name or code, but no groups."));

  public GroupKind() {
    super(CODE, "Group of channels", Pace.NONE, FIELDS);
  }

  @Override
  protected List<String> settings(Values values) {
    return values.lines("channels").stream().distinct().toList();
  }

  @Override
  protected String summaryOf(List<String> codes) {
    return codes.size() == 1 ? "1 channel" : codes.size() + " channels";
  }

  @Override
  protected Channel channel(List<String> codes) {
    return new Deserted("there is no channel left in this group");
  }

  @Override
  public boolean standsForOthers() {
    return true;
  }
}
