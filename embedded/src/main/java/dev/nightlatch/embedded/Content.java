package dev.nightlatch.embedded;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Voices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What an object says, without its [Meta].
sealed interface Content {

  Kind kind();

  /// The part that people write; `metadata.generation` counts its changes.
  default Object spec() {
    return this;
  }

  record Grant(Request request, Voices voices, GrantStatus status) implements Content {
    @Override
    public Kind kind() {
      return Kind.ACCESS_GRANT;
    }

    @Override
    public Object spec() {
      return List.of(request, voices);
    }
  }

  record Rule(
      String description,
      Target target,
      List<SourceRef> sources,
      Duration maxDuration,
      FourEyes fourEyes,
      Conditions conditions,
      Dns dns)
      implements Content {

    static Rule of(AccessRule rule) {
      return new Rule(
          rule.description(),
          rule.target(),
          rule.sources(),
          rule.maxDuration(),
          rule.fourEyes(),
          rule.conditions(),
          rule.dns());
    }

    AccessRule with(Meta meta) {
      return new AccessRule(
          meta, description, target, sources, maxDuration, fourEyes, conditions, dns);
    }

    @Override
    public Kind kind() {
      return Kind.ACCESS_RULE;
    }
  }

  record Source(String description, Stand stand, List<String> usableFrom) implements Content {

    static Source of(AccessSource source) {
      return new Source(source.description(), source.stand(), source.usableFrom());
    }

    AccessSource with(Meta meta) {
      return new AccessSource(meta, description, stand, usableFrom);
    }

    @Override
    public Kind kind() {
      return Kind.ACCESS_SOURCE;
    }
  }

  record Boundary(
      String description,
      Optional<Duration> maxDuration,
      Optional<AccessBoundary.Widest> widestBlock,
      List<String> forbiddenNamespaces,
      List<PortRange> forbiddenPorts,
      OptionalInt minimumApprovals,
      List<Exemption.Kind> exemptions)
      implements Content {

    static Boundary of(AccessBoundary boundary) {
      return new Boundary(
          boundary.description(),
          boundary.maxDuration(),
          boundary.widestBlock(),
          boundary.forbiddenNamespaces(),
          boundary.forbiddenPorts(),
          boundary.minimumApprovals(),
          boundary.exemptions());
    }

    AccessBoundary with(Meta meta) {
      return new AccessBoundary(
          meta,
          description,
          maxDuration,
          widestBlock,
          forbiddenNamespaces,
          forbiddenPorts,
          minimumApprovals,
          exemptions);
    }

    @Override
    public Kind kind() {
      return Kind.ACCESS_BOUNDARY;
    }
  }

  record Pod(dev.nightlatch.engine.model.Pod pod) implements Content {
    @Override
    public Kind kind() {
      return Kind.POD;
    }
  }

  record Policy(NetworkPolicy policy) implements Content {
    @Override
    public Kind kind() {
      return Kind.NETWORK_POLICY;
    }
  }

  record Provider(String description, IncidentProvider.Place place) implements Content {
    @Override
    public Kind kind() {
      return Kind.INCIDENT_PROVIDER;
    }
  }

  /// A ConfigMap.
  record Texts(Map<String, String> data) implements Content {
    public Texts {
      data = Map.copyOf(data);
    }

    @Override
    public Kind kind() {
      return Kind.CONFIG_MAP;
    }
  }

  /// A latch. Source: `JobSpec`, `JobStatus`, batch/v1.
  ///
  /// @param firedAt when it ended, as its condition `Failed` has it: whole seconds
  record Job(JobSpec spec, Optional<Instant> startedAt, Optional<Instant> firedAt)
      implements Content {
    @Override
    public Kind kind() {
      return Kind.JOB;
    }
  }

  /// What decides when a latch closes.
  ///
  /// @param deadline `activeDeadlineSeconds`
  /// @param ttl `ttlSecondsAfterFinished`
  record JobSpec(
      Optional<Duration> deadline, Optional<Duration> ttl, int parallelism, boolean suspended) {}
}
