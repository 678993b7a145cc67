package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Sets.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class AddressSetLawsTest {
  private static final AddressSet EVERYTHING =
      AddressSet.all(Family.IPV4).union(AddressSet.all(Family.IPV6));

  @Property
  void aSetHasTheAddressesOfTheRangesThatItIsMadeOf(@ForAll @Size(max = 6) List<AddressRange> of) {
    AddressSet set = new AddressSet(of);
    for (Address at : bounds(of)) {
      assertThat(set.contains(at))
          .as("%s in %s", at, of)
          .isEqualTo(of.stream().anyMatch(range -> range.contains(at)));
    }
  }

  @Property
  void theBlocksOfARangeAreItsAddressesInOrderAndAsFewAsCanBe(@ForAll AddressRange range) {
    List<Cidr> blocks = AddressSet.blocks(range);

    Address next = range.first();
    for (Cidr block : blocks) {
      assertThat(block.network()).isEqualTo(next);
      assertThat(block.network().masked(block.prefix())).isEqualTo(block.network());
      next = block.last().next().orElse(next);
    }
    assertThat(blocks.getLast().last()).isEqualTo(range.last());
    for (int i = 1; i < blocks.size(); i++) {
      Cidr before = blocks.get(i - 1);
      Cidr after = blocks.get(i);
      boolean areOne =
          before.prefix() == after.prefix()
              && before.network().masked(before.prefix() - 1).equals(before.network());
      assertThat(areOne).as("%s and %s are one block", before, after).isFalse();
    }
  }

  @Property
  void theRangesStandInOrderAndNeitherOverlapNorTouch(
      @ForAll AddressSet a, @ForAll AddressSet b, @ForAll Operation operation) {
    List<AddressRange> ranges = operation.on(a, b).ranges();
    for (int i = 1; i < ranges.size(); i++) {
      AddressRange before = ranges.get(i - 1);
      AddressRange after = ranges.get(i);
      assertThat(before.last()).isLessThan(after.first());
      if (before.family() == after.family()) {
        assertThat(before.last().next()).isPresent().get().isNotEqualTo(after.first());
      }
    }
  }

  @Property
  void unionIntersectionAndDifferenceAgreeWithMembershipAtEveryBound(
      @ForAll AddressSet a, @ForAll AddressSet b) {
    for (Address at : bounds(a, b)) {
      boolean here = in(a, at);
      boolean there = in(b, at);
      assertThat(in(a.union(b), at)).as("%s: %s or %s", at, a, b).isEqualTo(here || there);
      assertThat(in(a.intersection(b), at)).as("%s: %s and %s", at, a, b).isEqualTo(here && there);
      assertThat(in(a.minus(b), at)).as("%s: %s but not %s", at, a, b).isEqualTo(here && !there);
    }
  }

  /// Between two bounds that follow each other nothing changes, so the bounds stand for all.
  @Property
  void setsAreEqualExactlyIfTheyHaveTheSameAddresses(@ForAll AddressSet a, @ForAll AddressSet b) {
    boolean same = bounds(a, b).stream().allMatch(at -> in(a, at) == in(b, at));
    assertThat(a.equals(b)).isEqualTo(same);
    assertThat(a.containsAll(b) && b.containsAll(a)).isEqualTo(same);
    assertThat(a.containsAll(b))
        .isEqualTo(bounds(a, b).stream().allMatch(at -> !in(b, at) || in(a, at)));
  }

  @Property
  void theOrderAndRepetitionOfRangesDoNotCount(
      @ForAll @Size(max = 6) List<AddressRange> ranges, @ForAll Random random) {
    List<AddressRange> other = new ArrayList<>(ranges);
    other.addAll(ranges);
    Collections.shuffle(other, random);
    AddressSet one = new AddressSet(ranges);
    assertThat(new AddressSet(other)).isEqualTo(one).hasSameHashCodeAs(one);
    AddressSet piecemeal = AddressSet.NONE;
    for (AddressRange range : other) {
      piecemeal = piecemeal.union(new AddressSet(List.of(range)));
    }
    assertThat(piecemeal).isEqualTo(one).hasSameHashCodeAs(one).hasToString(one.toString());
  }

  @Property
  void theAlgebraOfSetsHolds(@ForAll AddressSet a, @ForAll AddressSet b, @ForAll AddressSet c) {
    assertThat(a.union(b)).isEqualTo(b.union(a));
    assertThat(a.intersection(b)).isEqualTo(b.intersection(a));
    assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
    assertThat(a.intersection(b).intersection(c)).isEqualTo(a.intersection(b.intersection(c)));
    assertThat(a.intersection(b.union(c))).isEqualTo(a.intersection(b).union(a.intersection(c)));
    assertThat(a.union(b.intersection(c))).isEqualTo(a.union(b).intersection(a.union(c)));
    assertThat(a.union(a)).isEqualTo(a);
    assertThat(a.intersection(a)).isEqualTo(a);
    assertThat(a.union(a.intersection(b))).isEqualTo(a);
    assertThat(a.intersection(a.union(b))).isEqualTo(a);
    assertThat(a.minus(b).union(a.intersection(b))).isEqualTo(a);
    assertThat(a.minus(b).intersection(b)).isEqualTo(AddressSet.NONE);
  }

  @Property
  void whatIsOutsideOfBothIsOutsideOfEach(@ForAll AddressSet a, @ForAll AddressSet b) {
    assertThat(not(a.union(b))).isEqualTo(not(a).intersection(not(b)));
    assertThat(not(a.intersection(b))).isEqualTo(not(a).union(not(b)));
    assertThat(not(not(a))).isEqualTo(a);
    assertThat(a.minus(b)).isEqualTo(a.intersection(not(b)));
    assertThat(a.union(not(a))).isEqualTo(EVERYTHING);
  }

  @Property
  void nothingAndEverythingAreNeutral(@ForAll AddressSet a) {
    assertThat(a.union(AddressSet.NONE)).isEqualTo(a);
    assertThat(a.intersection(EVERYTHING)).isEqualTo(a);
    assertThat(a.intersection(AddressSet.NONE)).isEqualTo(AddressSet.NONE);
    assertThat(a.union(EVERYTHING)).isEqualTo(EVERYTHING);
    assertThat(a.minus(a)).isEqualTo(AddressSet.NONE);
    assertThat(a.minus(AddressSet.NONE)).isEqualTo(a);
    assertThat(AddressSet.NONE.minus(a)).isEqualTo(AddressSet.NONE);
    assertThat(a.isEmpty()).isEqualTo(a.equals(AddressSet.NONE));
  }

  @Property
  void theFamiliesNeverMix(@ForAll AddressSet a) {
    AddressSet v4 = a.intersection(AddressSet.all(Family.IPV4));
    AddressSet v6 = a.intersection(AddressSet.all(Family.IPV6));
    assertThat(v4.ranges()).allMatch(range -> range.family() == Family.IPV4);
    assertThat(v6.ranges()).allMatch(range -> range.family() == Family.IPV6);
    assertThat(v4.union(v6)).isEqualTo(a);
    assertThat(a.minus(AddressSet.all(Family.IPV4))).isEqualTo(v6);
    assertThat(a.ranges()).isEqualTo(AddressSet.NONE.union(v6).union(v4).ranges());
  }

  @Property
  void theSetOfABlockHasWhatTheBlockHas(@ForAll Cidr block, @ForAll Address address) {
    AddressSet set = AddressSet.of(block);
    assertThat(set.contains(address)).isEqualTo(block.contains(address));
    for (Address at : bounds(set)) {
      assertThat(set.contains(at)).isEqualTo(block.contains(at));
    }
  }

  @Property
  void theSetOfAnAddressHasItAlone(@ForAll Address address) {
    AddressSet set = AddressSet.of(address);
    assertThat(bounds(set)).filteredOn(set::contains).containsExactly(address);
  }

  private static AddressSet not(AddressSet set) {
    return EVERYTHING.minus(set);
  }

  /// Membership, written a second time.
  private static boolean in(AddressSet set, Address at) {
    boolean inside = set.ranges().stream().anyMatch(range -> range.contains(at));
    assertThat(set.contains(at)).as("%s in %s", at, set).isEqualTo(inside);
    return inside;
  }

  private static NavigableSet<Address> bounds(AddressSet... sets) {
    return bounds(List.of(sets).stream().flatMap(set -> set.ranges().stream()).toList());
  }

  /// The first and the last address of each range, their neighbours, and the ends of both families.
  private static NavigableSet<Address> bounds(List<AddressRange> ranges) {
    NavigableSet<Address> bounds = new TreeSet<>();
    List<AddressRange> all = new ArrayList<>(ranges);
    for (Family family : Family.values()) {
      all.add(AddressRange.all(family));
    }
    for (AddressRange range : all) {
      for (Address at : List.of(range.first(), range.last())) {
        bounds.add(at);
        at.previous().ifPresent(bounds::add);
        at.next().ifPresent(bounds::add);
      }
    }
    return bounds;
  }

  enum Operation {
    UNION,
    INTERSECTION,
    MINUS;

    AddressSet on(AddressSet a, AddressSet b) {
      return switch (this) {
        case UNION -> a.union(b);
        case INTERSECTION -> a.intersection(b);
        case MINUS -> a.minus(b);
      };
    }
  }
}
