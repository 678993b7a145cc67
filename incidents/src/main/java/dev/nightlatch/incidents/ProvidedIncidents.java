package dev.nightlatch.incidents;

import dev.nightlatch.grants.model.IncidentFile;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Incidents;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Documents;
import dev.nightlatch.manifests.Problem;
import dev.nightlatch.manifests.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The incidents of a cluster's `IncidentProvider`s.
///
/// Each look reads the provider, and asks the place that it names: nothing is remembered.
public final class ProvidedIncidents implements Incidents {
  private static final Logger log = LoggerFactory.getLogger(ProvidedIncidents.class);

  private final Cluster cluster;

  /// What was found wrong with each file when it was last read.
  private final Map<ObjectKey, List<Problem>> said = new ConcurrentHashMap<>();

  /// @param cluster seen with the identity of whoever asks
  public ProvidedIncidents(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Costs a read of the provider and one of what it names.
  ///
  /// @throws ClusterException as a transient failure if the cluster cannot be reached: it is asked
  ///     again then
  @Override
  public IncidentView look(IncidentRef incident, Instant now) {
    try {
      Optional<IncidentProvider> provider = cluster.incidentProvider(incident.provider());
      return provider.isEmpty()
          ? new IncidentView.NoProvider()
          : switch (provider.get().place()) {
            case IncidentProvider.Place.File file -> look(file, incident.id(), now);
          };
    } catch (ClusterException failed) {
      return switch (failed.kind()) {
        case TRANSIENT, CONFLICT -> throw failed;
        case FORBIDDEN, INVALID, NOT_FOUND, PERMANENT ->
            new IncidentView.Unreachable(String.valueOf(failed.getMessage()));
      };
    }
  }

  private IncidentView look(IncidentProvider.Place.File file, String id, Instant now) {
    String name = "ConfigMap " + file.configMap() + ", " + file.key();
    Optional<String> text = cluster.text(file.configMap(), file.key());
    if (text.isEmpty()) {
      return new IncidentView.Unreachable(name + ", is not there");
    }
    Documents documents = Yaml.read(text.get(), name);
    List<Problem> problems = new ArrayList<>(documents.problems());
    Optional<IncidentFile> read = Optional.empty();
    if (documents.trees().size() == 1) {
      Decoded<IncidentFile> decoded = Decoder.incidents(documents.trees().getFirst());
      problems.addAll(decoded.problems());
      read = decoded.value();
    }
    say(file.configMap(), problems);
    if (read.isEmpty()) {
      return new IncidentView.Unreachable(
          problems.isEmpty()
              ? name + ", is no list of incidents: wanted is one document"
              : told(problems.getFirst()));
    }
    IncidentView view = read.get().view(id, now);
    // What is left out for a mistake in it may be the very one that is asked for.
    return view instanceof IncidentView.Unknown
            && (read.get().mayHold(id) || !documents.problems().isEmpty())
        ? new IncidentView.Unreachable(told(problems.getFirst()))
        : view;
  }

  /// Where and what kind of mistake it is, and not what stands there: everybody who may read grants
  /// reads it. The log has it whole.
  private static String told(Problem problem) {
    return problem.place() + ": " + problem.code().text();
  }

  /// A file is read again and again: what is wrong with it is said when that changes.
  private void say(ObjectKey file, List<Problem> problems) {
    List<Problem> before = said.put(file, List.copyOf(problems));
    if (!problems.equals(before)) {
      problems.forEach(problem -> log.warn("{}", problem));
    }
  }
}
