package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.RuleVerb;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the caller may do with rules.
interface RightsContract extends Stage {

  private static RuleRights exactly(Set<RuleVerb> verbs) {
    return RuleRights.of(verb -> verbs.contains(verb) ? Permission.HELD : Permission.NOT_HELD);
  }

  @Test
  default void theCallerIsToldOfEachRuleAndVerbByItself() {
    ObjectKey mail = new ObjectKey(world().namespace(), "mail");
    ObjectKey elsewhere = new ObjectKey(world().otherNamespace(), rule().name());
    Set<RuleVerb> opens = Set.of(RuleVerb.OPEN, RuleVerb.BREAK_GLASS);
    Set<RuleVerb> approves = Set.of(RuleVerb.APPROVE);
    world().give("alice", rule(), opens);
    world().give("alice", mail, approves);
    world().give("alice", elsewhere, Set.of());
    soon(
        () ->
            world()
                .user("alice")
                .rights(List.of(mail, rule(), elsewhere))
                .equals(
                    Map.of(
                        rule(),
                        exactly(opens),
                        mail,
                        exactly(approves),
                        elsewhere,
                        exactly(Set.of()))));
  }

  @Test
  default void whatOneMayIsNoLeaveForAnother() {
    world().give("alice", rule(), Set.of(RuleVerb.OPEN));
    world().give("bob", rule(), Set.of(RuleVerb.APPROVE));
    soon(() -> mayExactly("alice", Set.of(RuleVerb.OPEN)));
    soon(() -> mayExactly("bob", Set.of(RuleVerb.APPROVE)));
  }

  private boolean mayExactly(String user, Set<RuleVerb> verbs) {
    return world().user(user).rights(List.of(rule())).equals(Map.of(rule(), exactly(verbs)));
  }

  @Test
  default void ofNoRulesThereIsNothingToTell() {
    assertThat(world().user("alice").rights(List.of())).isEmpty();
  }

  @Test
  default void theOperatorIsToldWhoCouldSpeakInAnothersName() {
    Identity alice = world().user("alice").whoAmI();
    assertThat(operator().impersonation(alice, "bob")).isEqualTo(Permission.NOT_HELD);
    world().letImpersonate("alice", "bob");
    soon(() -> operator().impersonation(alice, "bob") == Permission.HELD);
    assertThat(operator().impersonation(alice, "carol")).isEqualTo(Permission.NOT_HELD);
    assertThat(operator().impersonation(world().user("bob").whoAmI(), "alice"))
        .isEqualTo(Permission.NOT_HELD);
  }

  /// People on call see no roles.
  @Test
  default void whoMayApproveIsNotKnownToWhoeverSeesNoRoles() {
    assertThat(world().user("alice").approvers(rule())).isEqualTo(new Approvers.Unknown());
  }
}
