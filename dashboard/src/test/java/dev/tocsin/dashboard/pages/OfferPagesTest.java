package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OfferPagesTest {

  private final Fixture mine = new Fixture();
  private final Fixture other = new Fixture();
  private final String base = "/projects/" + mine.project.code();
  private final String settings = base + "/settings";
  private final Members members = new Members(Fixture.DASHBOARD.db);

  @BeforeEach
  void bothAreMembers() {
    members.add(mine.project.id(), other.account.email(), Role.READONLY, Acting.operator());
  }

  private String offer(Fixture who, String path, String... fields) {
    return who.browser.submit(settings, base + "/offer" + path, fields).body();
  }

  private Role roleOf(Fixture who) {
    return members.find(mine.project.id(), who.account.email()).map(Member::role).orElseThrow();
  }

  @Test
  void a_project_has_another_owner_as_soon_as_they_say_yes() {
    assertThat(mine.browser.get(settings).body()).contains("Hand this project over");
    offer(mine, "", "member", other.account.email());
    assertThat(roleOf(other)).isEqualTo(Role.READONLY);
    assertThat(mine.browser.get(settings).body()).contains("Take the offer back");
    assertThat(other.browser.get(settings).body()).contains("offers you this project");
    assertThat(
            Fixture.DASHBOARD.letter(
                other.account.email(), mine.project.name() + " is offered to you"))
        .isNotNull();
    offer(other, "/accept");
    assertThat(roleOf(other)).isEqualTo(Role.OWNER);
    assertThat(roleOf(mine)).isEqualTo(Role.MANAGER);
    assertThat(other.browser.get(base + "/audit?action=project.transfer").body())
        .contains("to " + other.account.email(), "from " + mine.account.email());
  }

  @Test
  void nobody_takes_a_project_that_is_not_offered_to_them() {
    offer(other, "/accept");
    assertThat(roleOf(other)).isEqualTo(Role.READONLY);
    Fixture third = new Fixture();
    members.add(mine.project.id(), third.account.email(), Role.MANAGER, Acting.operator());
    offer(mine, "", "member", other.account.email());
    offer(third, "/accept");
    assertThat(roleOf(third)).isEqualTo(Role.MANAGER);
    offer(third, "/end");
    assertThat(third.browser.get(settings).body()).doesNotContain("offers you");
    assertThat(other.browser.get(settings).body()).contains("offers you this project");
    assertThat(
            third
                .browser
                .submit(settings, base + "/offer", "member", third.account.email())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void an_offer_ends_when_it_is_declined_or_its_owner_is_none_any_more() {
    offer(mine, "", "member", other.account.email());
    offer(other, "/end");
    assertThat(mine.browser.get(settings).body()).doesNotContain("Take the offer back");
    offer(mine, "", "member", other.account.email());
    Fixture third = new Fixture();
    members.add(mine.project.id(), third.account.email(), Role.OWNER, Acting.operator());
    members.change(mine.project.id(), mine.account.email(), Role.MEMBER, Acting.operator());
    assertThat(offer(other, "/accept")).contains("no owner of this project any more");
    assertThat(roleOf(other)).isEqualTo(Role.READONLY);
  }
}
