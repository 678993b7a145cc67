package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people do in the life of a grant: how they ask, and what they say in its course.
enum Life {
  /// Alice asks, and the target's side opens at once.
  ONE_SIDE {
    @Override
    AccessGrant begin(Village village) {
      return village.asked(LEASE);
    }
  },

  /// The source's side is shut too, so both open, each under a latch of its own.
  TWO_SIDES {
    @Override
    AccessGrant begin(Village village) {
      return village.shutForEgress().asked(LEASE);
    }
  },

  /// It opens a quarter of a minute later, and only because Bob has approved it.
  APPROVED {
    @Override
    AccessGrant begin(Village village) {
      var _ = village.embedded.hands().put(village.rule(1));
      Instant at = village.time.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(15);
      return ask(village, MANUAL, false, Optional.of(at), Optional.empty());
    }

    @Override
    List<AccessGrant> goOn(Village village, AccessGrant grant) {
      boolean waits =
          grant.status().phase() == Phase.PENDING
              && !grant.status().hash().isEmpty()
              && grant.approvers(grant.status().hash()).isEmpty();
      if (waits) {
        village.approve(grant);
      }
      return List.of();
    }
  },

  /// Alice breaks the glass for an incident that is kept, and Carol reviews it.
  BREAK_GLASS {
    @Override
    AccessGrant begin(Village village) {
      AccessRule _ = village.embedded.hands().put(breakable(village.rule(1)));
      IncidentProvider _ =
          village
              .embedded
              .hands()
              .put(
                  new IncidentProvider(
                      Village.meta("", KEPT.provider()),
                      "",
                      new IncidentProvider.Place.File(FILE, IncidentProvider.Place.File.KEY)));
      village
          .embedded
          .hands()
          .putTexts(
              FILE,
              Map.of(
                  IncidentProvider.Place.File.KEY,
                  "incidents: [{id: INC-4711, status: open, severity: critical}]"));
      return ask(village, KEPT, true, Optional.empty(), Optional.empty());
    }

    @Override
    List<AccessGrant> goOn(Village village, AccessGrant grant) {
      if (grant.status().phase() == Phase.ACTIVE
          && grant.voices().review() instanceof Review.None) {
        Identity carol = new Identity("carol", List.of("leads"));
        var _ = village.embedded.as(carol).review(grant, new Review.By(carol, "justified"));
      }
      return List.of();
    }
  },

  /// In the middle of her first grant Alice asks for another that goes on from it.
  EXTENDED {
    @Override
    AccessGrant begin(Village village) {
      return village.asked(LEASE);
    }

    @Override
    List<AccessGrant> goOn(Village village, AccessGrant grant) {
      boolean isHalfOver =
          grant.status().phase() == Phase.ACTIVE
              && grant.request().extended().isEmpty()
              && grant
                  .status()
                  .startsAt()
                  .filter(at -> at.plus(LEASE.dividedBy(2)).isBefore(village.time.instant()))
                  .isPresent();
      boolean isFirst = village.operator().grants().size() == 1;
      return isHalfOver && isFirst
          ? List.of(
              ask(
                  village,
                  MANUAL,
                  false,
                  Optional.empty(),
                  Optional.of(new GrantRef(grant.name(), grant.uid()))))
          : List.of();
    }
  };

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final IncidentRef MANUAL = IncidentRef.manual("INC-4711");
  private static final IncidentRef KEPT = new IncidentRef("rota", "INC-4711");
  private static final ObjectKey FILE = new ObjectKey("support-tools", "incidents");

  /// Prepares the village, and asks for the grant.
  abstract AccessGrant begin(Village village);

  /// What people say to a grant as it stands now.
  ///
  /// @return what they ask for beside it
  List<AccessGrant> goOn(Village village, AccessGrant grant) {
    return List.of();
  }

  /// Whether people say nothing more once it is asked for.
  boolean isPlain() {
    return this == ONE_SIDE || this == TWO_SIDES;
  }

  private static AccessRule breakable(AccessRule bare) {
    return new AccessRule(
        bare.meta(),
        "",
        bare.target(),
        bare.sources(),
        bare.maxDuration(),
        new FourEyes(1, FourEyes.TIMEOUT, false),
        new Conditions(IncidentKind.ANY, new BreakGlass.Allowed(Duration.ofDays(1)), Quota.NONE));
  }

  private static AccessGrant ask(
      Village village,
      IncidentRef incident,
      boolean breaks,
      Optional<Instant> startsAt,
      Optional<GrantRef> extended) {
    return village
        .alice()
        .ask(
            new Request(
                Village.RULE,
                incident,
                "orders fail",
                LEASE,
                Part.WHOLE,
                startsAt,
                breaks,
                extended,
                new Identity("alice", List.of("oncall"))));
  }
}
