package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableSet;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Sets.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class PortSetLawsTest {

  @Property
  void unionIntersectionAndDifferenceAgreeWithMembershipAtEveryBound(
      @ForAll PortSet a, @ForAll PortSet b) {
    for (int port : bounds(a, b)) {
      boolean here = in(a, port);
      boolean there = in(b, port);
      assertThat(in(a.union(b), port)).as("%s: %s or %s", port, a, b).isEqualTo(here || there);
      assertThat(in(a.intersection(b), port))
          .as("%s: %s and %s", port, a, b)
          .isEqualTo(here && there);
      assertThat(in(a.minus(b), port))
          .as("%s: %s but not %s", port, a, b)
          .isEqualTo(here && !there);
    }
  }

  @Property
  void theRangesAscendAndNeitherOverlapNorTouch(@ForAll PortSet a, @ForAll PortSet b) {
    for (PortSet set : new PortSet[] {a.union(b), a.intersection(b), a.minus(b)}) {
      int size = 0;
      for (int i = 0; i < set.rangeCount(); i++) {
        assertThat(set.first(i)).isBetween(1, set.last(i));
        assertThat(set.last(i)).isLessThanOrEqualTo(PortSet.HIGHEST);
        if (i > 0) {
          assertThat(set.first(i)).isGreaterThan(set.last(i - 1) + 1);
        }
        size += set.last(i) - set.first(i) + 1;
      }
      assertThat(set.size()).isEqualTo(size);
    }
  }

  @Property
  void setsAreEqualExactlyIfTheyHaveTheSamePorts(@ForAll PortSet a, @ForAll PortSet b) {
    boolean same = bounds(a, b).stream().allMatch(port -> in(a, port) == in(b, port));
    assertThat(a.equals(b)).isEqualTo(same);
    assertThat(a.toString().equals(b.toString())).isEqualTo(same);
    assertThat(a.containsAll(b) && b.containsAll(a)).isEqualTo(same);
    assertThat(a.containsAll(b))
        .isEqualTo(bounds(a, b).stream().allMatch(port -> !in(b, port) || in(a, port)));
  }

  @Property
  void howASetWasMadeDoesNotCount(@ForAll PortSet a) {
    PortSet again = PortSet.NONE;
    for (int i = a.rangeCount() - 1; i >= 0; i--) {
      int middle = (a.first(i) + a.last(i)) >>> 1;
      again = again.union(PortSet.range(middle, a.last(i)));
      again = again.union(PortSet.range(a.first(i), middle));
    }
    assertThat(again).isEqualTo(a).hasSameHashCodeAs(a).hasToString(a.toString());
    PortSet carved = not(not(a));
    assertThat(carved).isEqualTo(a).hasSameHashCodeAs(a);
  }

  @Property
  void theAlgebraOfSetsHolds(@ForAll PortSet a, @ForAll PortSet b, @ForAll PortSet c) {
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
    assertThat(a.minus(b).intersection(b)).isEqualTo(PortSet.NONE);
  }

  @Property
  void whatIsOutsideOfBothIsOutsideOfEach(@ForAll PortSet a, @ForAll PortSet b) {
    assertThat(not(a.union(b))).isEqualTo(not(a).intersection(not(b)));
    assertThat(not(a.intersection(b))).isEqualTo(not(a).union(not(b)));
    assertThat(a.minus(b)).isEqualTo(a.intersection(not(b)));
    assertThat(a.union(not(a))).isEqualTo(PortSet.ALL);
    assertThat(not(a).size()).isEqualTo(PortSet.HIGHEST - a.size());
  }

  @Property
  void nothingAndEverythingAreNeutral(@ForAll PortSet a) {
    assertThat(a.union(PortSet.NONE)).isEqualTo(a);
    assertThat(a.intersection(PortSet.ALL)).isEqualTo(a);
    assertThat(a.intersection(PortSet.NONE)).isEqualTo(PortSet.NONE);
    assertThat(a.union(PortSet.ALL)).isEqualTo(PortSet.ALL);
    assertThat(a.minus(a)).isEqualTo(PortSet.NONE);
    assertThat(a.minus(PortSet.NONE)).isEqualTo(a);
    assertThat(PortSet.NONE.minus(a)).isEqualTo(PortSet.NONE);
    assertThat(a.isEmpty()).isEqualTo(a.equals(PortSet.NONE)).isEqualTo(a.size() == 0);
    assertThat(a.isAll()).isEqualTo(a.equals(PortSet.ALL)).isEqualTo(not(a).isEmpty());
  }

  private static PortSet not(PortSet set) {
    return PortSet.ALL.minus(set);
  }

  /// Membership, written a second time.
  private static boolean in(PortSet set, int port) {
    boolean inside = false;
    for (int i = 0; i < set.rangeCount(); i++) {
      inside |= set.first(i) <= port && port <= set.last(i);
    }
    assertThat(set.contains(port)).as("%s in %s", port, set).isEqualTo(inside);
    return inside;
  }

  /// The first and the last port of each range, their neighbours, and the ends of all ports with
  /// what is no port beyond them.
  private static NavigableSet<Integer> bounds(PortSet... sets) {
    NavigableSet<Integer> bounds = new TreeSet<>();
    for (int end : new int[] {-1, 0, 1, 2, 65_534, 65_535, 65_536, 65_537}) {
      bounds.add(end);
    }
    for (PortSet set : sets) {
      for (int i = 0; i < set.rangeCount(); i++) {
        for (int step = -1; step <= 1; step++) {
          bounds.add(set.first(i) + step);
          bounds.add(set.last(i) + step);
        }
      }
    }
    return bounds;
  }
}
