package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is found out about a grant's connections, as it goes into its status and on record.
public final class Proofs {
  private Proofs() {}

  /// What the plan of an opening says of the cluster before it; empty where nobody looked.
  public static Optional<Proof> before(Impact impact, Instant at) {
    return switch (impact) {
      case Impact.NotAsked() -> Optional.empty();
      case Impact.Harmless(var opened, var remark) ->
          Optional.of(
              proof(
                  Proof.Moment.BEFORE,
                  at,
                  count(opened.size()) + " would open, nothing would be cut.",
                  remark,
                  told(opened, "denied")));
    };
  }

  /// What the same comparison says of the cluster while the grant is open; empty where nobody
  /// looked.
  public static Optional<Proof> open(Impact impact, Instant at) {
    return switch (impact) {
      case Impact.NotAsked() -> Optional.empty();
      case Impact.Harmless(var opened, var remark) ->
          Optional.of(
              proof(
                  Proof.Moment.OPEN,
                  at,
                  count(opened.size())
                      + (opened.size() == 1 ? " is" : " are")
                      + " open, nothing else was opened, nothing is cut.",
                  remark,
                  told(opened, "allowed")));
    };
  }

  private static Proof proof(
      Proof.Moment moment, Instant at, String sentence, String remark, List<String> lines) {
    return new Proof(
        moment,
        Proof.Method.EVALUATED,
        at,
        true,
        remark.isEmpty() ? sentence : sentence + " " + remark,
        lines);
  }

  private static List<String> told(List<String> lines, String word) {
    return Shown.most(lines.stream().map(line -> line + ": " + word).toList());
  }

  private static String count(int connections) {
    return connections == 1 ? "1 connection" : connections + " connections";
  }

  /// What is left of a grant's connections after its closing.
  ///
  /// Costs a matrix of what is within [Scopes#ofClosing], and a verdict for each connection that is
  /// still allowed.
  ///
  /// Names that can be resolved all the same are listed and are no fault: the source may have been
  /// allowed that before.
  ///
  /// @param namespace the target's
  /// @param terms as they went on record; a line that is no term says nothing
  /// @param own the grant's own policies, which count as gone
  /// @throws IllegalStateException if less than [Scopes#ofClosing] was looked at
  public static Proof closed(
      String namespace, List<String> terms, Collection<ObjectKey> own, Look.At look, Instant at) {
    return closedIn(namespace, terms, own, look.within(Scopes.ofClosing(terms, look)), at);
  }

  /// The same of all that was looked at.
  static Proof closedIn(
      String namespace, List<String> terms, Collection<ObjectKey> own, Look.At look, Instant at) {
    Paths paths = Paths.of(look.surroundings().without(own), look.profile());
    List<Term> opened = terms.stream().map(Term::parse).flatMap(Optional::stream).toList();
    List<String> lines = new ArrayList<>();
    SortedSet<String> by = new TreeSet<>();
    int undecided = 0;
    int denied = 0;
    for (Term term : opened) {
      boolean isAsked = isAsked(term, opened, namespace);
      for (Paths.Example example : term.in(paths)) {
        Paths.Path path = example.path();
        String connection = Lines.line(path.from(), path.to(), term.connections()) + ": ";
        switch (path.answer()) {
          case DENIED -> {
            denied++;
            lines.add(connection + "denied");
          }
          case UNDETERMINED -> {
            undecided += isAsked ? 1 : 0;
            lines.add(connection + "undetermined");
          }
          case ALLOWED -> {
            String who = allowing(paths.why(example), look);
            if (isAsked) {
              by.add(who);
            }
            lines.add(connection + "still allowed by " + who);
          }
        }
      }
    }
    return new Proof(
        Proof.Moment.CLOSED,
        Proof.Method.EVALUATED,
        at,
        by.isEmpty() && undecided == 0,
        sentence(denied, by, undecided),
        Shown.most(lines.stream().sorted().toList()));
  }

  /// Whether a term is of the target and not of names. The lines on record do not say so: names are
  /// resolved in another namespace, or by other ports than the target's. In doubt it was asked for.
  private static boolean isAsked(Term term, List<Term> all, String namespace) {
    return term.namespace().equals(namespace)
        && (!term.ports().equals(Dns.PORTS)
            || all.stream()
                .filter(each -> each.namespace().equals(namespace))
                .allMatch(each -> each.ports().equals(Dns.PORTS)));
  }

  private static String allowing(Verdict verdict, Look.At look) {
    String who = Grounds.allowing(verdict);
    boolean isGrants =
        verdict.answer() == Answer.ALLOWED
            && verdict.ingress().ground() instanceof Ground.ByRule(var rule)
            && rule.policy().kind() == PolicyRef.Kind.NETWORK_POLICY
            && look.surroundings()
                .passing()
                .contains(new ObjectKey(rule.policy().namespace(), rule.policy().name()));
    return isGrants ? "another grant (" + who + ")" : who;
  }

  private static String sentence(int connections, SortedSet<String> by, int undecided) {
    if (!by.isEmpty()) {
      return "Closed, still reachable by " + String.join(", ", Shown.most(List.copyOf(by))) + ".";
    }
    if (undecided > 0) {
      return "Closed; of " + count(undecided) + " it cannot be decided whether they are denied.";
    }
    return connections == 0
        ? "Closed; nobody stands at the ends of its connections now."
        : "Closed: " + count(connections) + (connections == 1 ? " is" : " are") + " denied again.";
  }
}
