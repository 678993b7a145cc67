package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// Questions as people ask them: about pods, workloads, services and blocks of addresses, where one
/// question may stand for many connections.
///
/// Not for several threads.
public final class Inquiry {
  private final Explainer explainer;
  private final Evaluator evaluator;
  private final Population population;
  private final Directory directory;
  private final Translation translation;
  private final Map<WorkloadRef, Integer> sizes = new HashMap<>();
  private final Map<Pod, Integer> shapes = new HashMap<>();

  private Inquiry(Snapshot snapshot, CniProfile profile) {
    this.explainer = Explainer.of(snapshot, profile);
    this.evaluator = explainer.evaluator();
    this.population = Population.of(snapshot);
    this.directory = new Directory(snapshot, population);
    this.translation = new Translation(snapshot, directory);
    population.members().forEach(member -> sizes.merge(member.workload(), 1, Integer::sum));
  }

  /// Asks about a snapshot.
  public static Inquiry of(Snapshot snapshot, CniProfile profile) {
    return new Inquiry(snapshot, profile);
  }

  /// What came of a question.
  public sealed interface Response {

    /// One finding for each different verdict with its reasons; on either side stand the ends of
    /// all connections for which it holds. Never none.
    record Findings(List<Finding> findings) implements Response {
      public Findings {
        findings = List.copyOf(findings);
      }
    }

    /// One of the ends stands for nobody.
    ///
    /// @param isSource which of the two
    record None(Unanswered why, boolean isSource) implements Response {}
  }

  /// Answers a question.
  ///
  /// Costs one evaluation for each pair of shapes, and for each stretch of addresses that some
  /// policy about the other end tells apart.
  public Response ask(Target from, Target to, AskedPort port) {
    Translation.Destinations destinations = translation.destinations(to, port);
    return switch (directory.meant(from)) {
      case Directory.Meant.Nobody(var why) -> new Response.None(why, true);
      case Directory.Meant.These(var sources) ->
          switch (destinations) {
            case Translation.Destinations.Nowhere(var why) -> new Response.None(why, false);
            case Translation.Destinations.These(var all, var isThroughService) ->
                new Response.Findings(
                    findings(told(sources, all), all, isThroughService, from, to));
          };
    };
  }

  /// One pod or one stretch of addresses, on one port if it is a destination.
  private record Spot(Directory.Stand stand, End end, Protocol protocol, int port) {}

  /// The sources, addresses divided by what the destinations tell apart.
  private List<Spot> told(
      List<Directory.Stand> sources, List<Translation.Destination> destinations) {
    List<Directory.Stand> others =
        destinations.stream().map(Translation.Destination::stand).distinct().toList();
    return sources.stream()
        .flatMap(
            stand ->
                divided(stand, others, Direction.INGRESS).stream()
                    .map(part -> new Spot(part, end(part), Protocol.TCP, 0)))
        .toList();
  }

  private static End end(Directory.Stand stand) {
    return switch (stand) {
      case Directory.Stand.AtPod(var member) -> new End.OfPod(member.pod());
      case Directory.Stand.AtAddresses(var range) -> new End.OfAddress(range.first());
    };
  }

  private List<Directory.Stand> divided(
      Directory.Stand stand, List<Directory.Stand> others, Direction direction) {
    if (!(stand instanceof Directory.Stand.AtAddresses(var range))
        || range.first().equals(range.last())) {
      return List.of(stand);
    }
    NavigableSet<Address> telling = new TreeSet<>();
    telling.add(range.first());
    Set<Integer> seen = new LinkedHashSet<>();
    for (Directory.Stand other : others) {
      if (other instanceof Directory.Stand.AtPod(var member)) {
        if (seen.add(shape(member.pod()))) {
          telling.addAll(
              Addresses.telling(evaluator.stack(member.pod(), direction), range.family()));
        }
        for (Address node : evaluator.ends().nodes().of(member.pod())) {
          telling.add(node);
          node.next().ifPresent(telling::add);
        }
      }
    }
    List<Directory.Stand> parts = new ArrayList<>();
    for (Address begin : telling.subSet(range.first(), true, range.last(), true)) {
      Address following = telling.higher(begin);
      Address end =
          following == null || following.compareTo(range.last()) > 0
              ? range.last()
              : following.previous().orElseThrow();
      parts.add(new Directory.Stand.AtAddresses(new AddressRange(begin, end)));
    }
    return parts;
  }

  /// The shape of a pod, among all of the snapshot.
  private int shape(Pod pod) {
    if (shapes.isEmpty()) {
      List<Pod> all = population.members().stream().map(Population.Member::pod).toList();
      Shapes known = Shapes.of(all, evaluator.asked(), evaluator.ends());
      for (int i = 0; i < all.size(); i++) {
        shapes.put(all.get(i), known.of(i));
      }
    }
    return shapes.getOrDefault(pod, -1);
  }

  /// What cannot differ between two spots, so that one verdict holds for both.
  private record Likeness(Object who, String node, Protocol protocol, int port) {}

  private Likeness likeness(Spot spot, boolean isNodeAsked) {
    return switch (spot.stand()) {
      case Directory.Stand.AtPod(var member) ->
          new Likeness(
              shape(member.pod()),
              isNodeAsked ? evaluator.ends().nodes().of(member.pod()) + member.pod().node() : "",
              spot.protocol(),
              spot.port());
      case Directory.Stand.AtAddresses(var range) ->
          new Likeness(range, "", spot.protocol(), spot.port());
    };
  }

  private List<Finding> findings(
      List<Spot> sources,
      List<Translation.Destination> all,
      boolean isThroughService,
      Target from,
      Target to) {
    List<Directory.Stand> others = sources.stream().map(Spot::stand).distinct().toList();
    List<Spot> destinations =
        all.stream()
            .flatMap(
                each ->
                    divided(each.stand(), others, Direction.EGRESS).stream()
                        .map(part -> new Spot(part, end(part), each.protocol(), each.port())))
            .toList();
    boolean isNodeAsked =
        sources.stream().anyMatch(Inquiry::mayBeNode)
            || destinations.stream().anyMatch(Inquiry::mayBeNode);
    boolean isOnePair = sources.size() == 1 && destinations.size() == 1;
    boolean mayBeSeveral = isThroughService || (from.equals(to) && directory.mayBeSeveral(from));
    boolean isItselfLeftOut = !isOnePair && !isThroughService;
    List<Object> sourcesAlike = alike(sources, isOnePair, isNodeAsked);
    List<Object> destinationsAlike = alike(destinations, isOnePair, isNodeAsked);
    Map<Pair, Group> known = new HashMap<>();
    Map<Reason, Group> groups = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Spot source = sources.get(i);
      for (int j = 0; j < destinations.size(); j++) {
        Spot destination = destinations.get(j);
        boolean isSelf = source.end().equals(destination.end());
        if (isSelf && isItselfLeftOut) {
          continue;
        }
        boolean isReplica = isSelf && (mayBeSeveral || isMade(destination));
        Pair pair = new Pair(sourcesAlike.get(i), destinationsAlike.get(j), isSelf && !isReplica);
        known
            .computeIfAbsent(
                pair,
                _ -> {
                  Verdict verdict =
                      explainer.why(
                          source.end(),
                          isReplica ? replica(destination.end()) : destination.end(),
                          destination.protocol(),
                          destination.port());
                  return groups.computeIfAbsent(Reason.of(verdict), _ -> new Group(verdict));
                })
            .add(i, j);
      }
    }
    Naming naming = new Naming(sizes, from, to);
    return groups.values().stream()
        .map(group -> group.finding(sources, destinations, isItselfLeftOut, naming))
        .toList();
  }

  private List<Object> alike(List<Spot> spots, boolean isOnePair, boolean isNodeAsked) {
    return spots.stream()
        .<Object>map(spot -> isOnePair ? spot : likeness(spot, isNodeAsked))
        .toList();
  }

  private static boolean mayBeNode(Spot spot) {
    return switch (spot.stand()) {
      case Directory.Stand.AtPod(var member) -> member.pod().hostNetwork();
      case Directory.Stand.AtAddresses _ -> true;
    };
  }

  private static boolean isMade(Spot spot) {
    return spot.stand() instanceof Directory.Stand.AtPod(var member) && member.isMade();
  }

  private static End replica(End end) {
    return switch (end) {
      case End.OfPod(var pod) -> new End.Replica(pod);
      case End.Replica _, End.OfAddress _ -> end;
    };
  }

  private record Pair(Object from, Object to, boolean isSelf) {}

  /// What makes two verdicts the same for whoever reads them.
  private record Reason(
      Answer answer,
      Evidence egress,
      Evidence ingress,
      List<Switch> dependsOn,
      Protocol protocol,
      int port) {
    static Reason of(Verdict verdict) {
      return new Reason(
          verdict.answer(),
          verdict.egress(),
          verdict.ingress(),
          verdict.dependsOn(),
          verdict.protocol(),
          verdict.port());
    }
  }

  /// The pairs for which one verdict holds, by their places in the lists of all ends.
  private static final class Group {
    private final Verdict verdict;
    private final BitSet from = new BitSet();
    private final BitSet to = new BitSet();
    private long pairs;

    Group(Verdict verdict) {
      this.verdict = verdict;
    }

    void add(int source, int destination) {
      from.set(source);
      to.set(destination);
      pairs++;
    }

    /// The verdict, with the ends of all its pairs.
    ///
    /// @param isItselfLeftOut whether a pod and itself are no pair, and so none that is missing
    Finding finding(
        List<Spot> sources, List<Spot> destinations, boolean isItselfLeftOut, Naming naming) {
      List<Spot> here = chosen(from, sources);
      List<Spot> there = chosen(to, destinations);
      Set<End> ends = new HashSet<>();
      here.forEach(spot -> ends.add(spot.end()));
      long itself = there.stream().filter(spot -> ends.contains(spot.end())).count();
      long all = (long) here.size() * there.size() - (isItselfLeftOut ? itself : 0);
      return new Finding(
          naming.from(stands(here)), naming.to(stands(there)), pairs == all, verdict);
    }

    private static List<Spot> chosen(BitSet places, List<Spot> spots) {
      return places.stream().mapToObj(spots::get).toList();
    }

    private static List<Directory.Stand> stands(List<Spot> spots) {
      return spots.stream().map(Spot::stand).distinct().toList();
    }
  }
}
