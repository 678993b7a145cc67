package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Radius;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// What somebody gets within reach to whom pods are opened, in two steps.
///
/// A connection of the second step is one from an opened pod to another that one of those to whom
/// it is opened cannot make without it, on these ports. Where a source is several parties or
/// addresses, what one of them cannot do counts. What a source reaches it reaches as things are
/// after the opening: what is opened to it is no second step.
///
/// A pod of a workload speaks for all of it where a change names the workload: if in doubt, the
/// radius is too large and never too small.
public final class BlastRadius {
  private final Matrix matrix;
  private final List<Parties.Group> groups;
  private final Map<WorkloadRef, List<Parties.Group>> byName = new HashMap<>();
  private final Map<Party, WorkloadRef> workloads = new HashMap<>();
  private final Set<WorkloadRef> deserted = new HashSet<>();
  private final ByItself byItself;

  private BlastRadius(Snapshot snapshot, CniProfile profile) {
    this.matrix = Matrix.of(snapshot, profile);
    this.groups = Parties.of(matrix, false);
    this.byItself = new ByItself(matrix, new Outside(matrix, profile));
    for (Population.Member member : matrix.population().members()) {
      workloads.put(new Party.Pods(member.workload()), member.workload());
      if (member.isMade()) {
        deserted.add(member.workload());
      } else {
        workloads.put(new Party.Pods(WorkloadRef.ofPod(member.pod())), member.workload());
      }
    }
    for (Parties.Group group : groups) {
      Set<WorkloadRef> names = new HashSet<>(Set.of(workload(group)));
      if (!deserted.contains(workload(group))) {
        group.pods().forEach(pod -> names.add(WorkloadRef.ofPod(pod)));
      }
      names.forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(group));
    }
  }

  private WorkloadRef workload(Parties.Group group) {
    return Objects.requireNonNull(workloads.get(group.party()), "a party is of a workload");
  }

  /// The blast radius of an opening.
  ///
  /// With *n* pods, *p* policies and *b* bounds of address blocks it costs a [Matrix], so O(n + p)
  /// and the peers of the policies times the pods that they look into; then O(1) for each party
  /// beside each party that is opened, and O(b log b + n) for what each of these speaks with the
  /// addresses outside. [Differences] makes two matrices and compares all parties: it costs more.
  ///
  /// @param after the cluster with the opening
  /// @param opened what it opens or may open; a change that opens nothing to pods says nothing
  /// @param most how many lines are told at most. Each namespace is told of before one is told of
  ///     twice, and what is known before what is not
  public static Radius of(Snapshot after, CniProfile profile, List<Change> opened, int most) {
    List<Change> toPods =
        opened.stream()
            .filter(change -> change.to() instanceof Party.Pods)
            .filter(change -> !change.opened().isEmpty() || !change.maybeOpened().isEmpty())
            .sorted()
            .toList();
    return toPods.isEmpty() ? Radius.NONE : new BlastRadius(after, profile).radius(toPods, most);
  }

  /// A party that is opened.
  ///
  /// @param sources to whom
  /// @param isKnown whether it is opened to one of them for sure
  private record Target(Parties.Group group, List<Party> sources, boolean isKnown) {}

  private Radius radius(List<Change> opened, int most) {
    Told told = new Told(most);
    Counted first = new Counted();
    for (Change change : opened) {
      boolean isKnown = !change.opened().isEmpty();
      first.count(isKnown);
      if (isKnown && change.to() instanceof Party.Pods(var name)) {
        named(name).forEach(first::add);
      }
    }
    Counted second = new Counted();
    Answer leaves = Answer.DENIED;
    for (Target target : targets(opened)) {
      beyond(target, second, told);
      leaves = worse(leaves, outside(target, second, told));
    }
    return new Radius(first.reach(), second.without(first).reach(), leaves, told.lines());
  }

  private List<Parties.Group> named(WorkloadRef name) {
    return byName.getOrDefault(name, List.of());
  }

  private List<Target> targets(List<Change> opened) {
    Map<Party, Target> targets = new LinkedHashMap<>();
    for (Change change : opened) {
      if (change.to() instanceof Party.Pods(var name)) {
        for (Parties.Group group : named(name)) {
          Target one = new Target(group, List.of(change.from()), !change.opened().isEmpty());
          targets.merge(group.party(), one, BlastRadius::both);
        }
      }
    }
    return targets.values().stream()
        .sorted((one, other) -> one.group().party().compareTo(other.group().party()))
        .toList();
  }

  private static Target both(Target one, Target other) {
    List<Party> sources = new ArrayList<>(one.sources());
    sources.addAll(other.sources());
    return new Target(one.group(), sources, one.isKnown() || other.isKnown());
  }

  private static Answer worse(Answer one, Answer other) {
    if (one == Answer.ALLOWED || other == Answer.ALLOWED) {
      return Answer.ALLOWED;
    }
    return one == Answer.UNDETERMINED ? one : other;
  }

  /// What an opened party reaches among the pods.
  private void beyond(Target target, Counted second, Told told) {
    Parties.Group from = target.group();
    int[] said = new int[matrix.shapes()];
    matrix.row(from.shape(), said);
    List<ByItself.Source> sources = sources(target);
    for (Parties.Group to : groups) {
      boolean isNothing =
          said[to.shape()] == matrix.nothing() && !from.isOnHost() && !to.isOnHost();
      boolean isItself = from.equals(to) && from.pods().size() == 1;
      if (isNothing || isItself) {
        continue;
      }
      Bounds bounds = Listing.withOwnNodes(matrix, from, to);
      Bounds without = byItself.bounds(sources, to);
      ConnectionSet reached =
          target.isKnown() ? bounds.certain().minus(without.possible()) : ConnectionSet.NONE;
      ConnectionSet perhaps = bounds.possible().minus(without.certain()).minus(reached);
      if (!reached.isEmpty()) {
        second.count(true);
        second.add(to);
        told.add(new Radius.Line(from.party(), to.party(), reached, true));
      }
      if (!perhaps.isEmpty()) {
        second.count(false);
        told.add(new Radius.Line(from.party(), to.party(), perhaps, false));
      }
    }
  }

  private List<ByItself.Source> sources(Target target) {
    List<ByItself.Source> sources = new ArrayList<>();
    for (Party party : target.sources()) {
      switch (party) {
        case Party.Pods(var name) -> {
          List<Parties.Group> there = named(name);
          there.forEach(group -> sources.add(new ByItself.Source.Pods(group)));
          if (there.isEmpty()) {
            sources.add(new ByItself.Source.Nobody());
          }
        }
        case Party.Outside(var addresses) -> sources.add(new ByItself.Source.Addresses(addresses));
      }
    }
    return sources;
  }

  /// What an opened party reaches outside.
  private Answer outside(Target target, Counted second, Told told) {
    ByItself.Piece reached = ByItself.Piece.NONE;
    ByItself.Piece perhaps = ByItself.Piece.NONE;
    for (ByItself.Source source : sources(target)) {
      if (target.isKnown()) {
        reached = reached.or(byItself.beyond(target.group(), source, true));
      }
      perhaps = perhaps.or(byItself.beyond(target.group(), source, false));
    }
    if (perhaps.isEmpty()) {
      return Answer.DENIED;
    }
    boolean isKnown = !reached.isEmpty();
    ByItself.Piece shown = isKnown ? reached : perhaps;
    second.count(isKnown);
    told.add(
        new Radius.Line(
            target.group().party(), new Party.Outside(shown.addresses()), shown.ports(), isKnown));
    return isKnown ? Answer.ALLOWED : Answer.UNDETERMINED;
  }

  /// Who is reached in one step.
  private final class Counted {
    private final Map<Party, Parties.Group> parties = new HashMap<>();
    private int connections;
    private int undetermined;

    void count(boolean isKnown) {
      if (isKnown) {
        connections++;
      } else {
        undetermined++;
      }
    }

    void add(Parties.Group group) {
      parties.put(group.party(), group);
    }

    /// The same without whoever is in another step already.
    Counted without(Counted other) {
      parties.keySet().removeAll(other.parties.keySet());
      return this;
    }

    Radius.Reach reach() {
      Set<WorkloadRef> reached = new HashSet<>();
      Set<String> namespaces = new HashSet<>();
      int pods = 0;
      for (Parties.Group group : parties.values()) {
        WorkloadRef workload = workload(group);
        reached.add(workload);
        namespaces.add(workload.namespace());
        pods += deserted.contains(workload) ? 0 : group.pods().size();
      }
      return new Radius.Reach(pods, reached.size(), namespaces.size(), connections, undetermined);
    }
  }

  /// The lines that are told: of each namespace as many as there is room for, until all are known.
  private static final class Told {
    private final int most;
    private final Map<Key, List<Radius.Line>> byNamespace = new TreeMap<>();

    /// Where a line leads.
    ///
    /// @param place 0 for addresses outside, which are told first
    private record Key(boolean isDoubt, int place, String namespace) implements Comparable<Key> {
      private static final Comparator<Key> ORDER =
          Comparator.comparing(Key::isDoubt)
              .thenComparingInt(Key::place)
              .thenComparing(Key::namespace);

      static Key of(Radius.Line line) {
        return switch (line.to()) {
          case Party.Outside _ -> new Key(!line.isKnown(), 0, "");
          case Party.Pods(var workload) -> new Key(!line.isKnown(), 1, workload.namespace());
        };
      }

      @Override
      public int compareTo(Key other) {
        return ORDER.compare(this, other);
      }
    }

    Told(int most) {
      this.most = most;
    }

    /// Lines come in their order.
    void add(Radius.Line line) {
      List<Radius.Line> lines = byNamespace.computeIfAbsent(Key.of(line), _ -> new ArrayList<>());
      if (lines.size() < most) {
        lines.add(line);
      }
    }

    List<Radius.Line> lines() {
      int turns = byNamespace.values().stream().mapToInt(List::size).max().orElse(0);
      List<Radius.Line> lines = new ArrayList<>();
      for (boolean isDoubt : List.of(false, true)) {
        for (int turn = 0; turn < turns; turn++) {
          for (Map.Entry<Key, List<Radius.Line>> entry : byNamespace.entrySet()) {
            boolean isItsTurn =
                entry.getKey().isDoubt() == isDoubt
                    && turn < entry.getValue().size()
                    && lines.size() < most;
            if (isItsTurn) {
              lines.add(entry.getValue().get(turn));
            }
          }
        }
      }
      return lines;
    }
  }
}
