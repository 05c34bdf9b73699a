package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.MatchBy;
import java.util.EnumSet;
import java.util.Set;

/** What a request body asks for, once {@link CheckSpecReader} has found it valid. */
final class CheckSpec {

  final CheckEdit edit = new CheckEdit();
  final Set<MatchBy> unique = EnumSet.noneOf(MatchBy.class);
  ChannelChoice channels = ChannelChoice.KEEP;
}
