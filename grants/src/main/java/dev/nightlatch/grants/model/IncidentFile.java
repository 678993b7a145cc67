package dev.nightlatch.grants.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a file of incidents says: which there are, and who is on call.
///
/// @param incidents in the order in which they are written; no two of one id
/// @param onCall in the order in which they are written
/// @param unread the identifiers of those that stand there and of which nothing can be told
/// @param namesAll whether each that stands there has an identifier that could be read
public record IncidentFile(
    List<Entry> incidents, List<Duty> onCall, Set<String> unread, boolean namesAll) {

  public IncidentFile {
    incidents = List.copyOf(incidents);
    onCall = List.copyOf(onCall);
    unread = Set.copyOf(unread);
  }

  /// Of a file without a mistake in it.
  public IncidentFile(List<Entry> incidents, List<Duty> onCall) {
    this(incidents, onCall, Set.of(), true);
  }

  /// Whether an incident that is not among them may stand there all the same.
  public boolean mayHold(String id) {
    return !namesAll || unread.contains(id);
  }

  /// One incident.
  ///
  /// @param isOpen whether it is still to be worked on
  /// @param severity empty where none is given
  /// @param services whose it is; empty where none is given
  public record Entry(String id, boolean isOpen, Optional<String> severity, List<String> services) {
    public Entry {
      services = services.stream().distinct().sorted().toList();
    }
  }

  /// One person, or the members of one group, on call for a while.
  ///
  /// @param services for which services; empty for all of them
  /// @param from from when on; empty for since ever
  /// @param until the first instant at which it is over; empty for until the file says otherwise
  public record Duty(
      Who who, List<String> services, Optional<Instant> from, Optional<Instant> until) {
    public Duty {
      services = services.stream().distinct().sorted().toList();
    }

    private boolean isOn(Instant now) {
      return from.filter(now::isBefore).isEmpty()
          && until.filter(end -> !now.isBefore(end)).isEmpty();
    }

    private boolean isFor(Entry incident) {
      return services.isEmpty() || services.stream().anyMatch(incident.services()::contains);
    }
  }

  /// Who is on call, by the names that the API server knows.
  public sealed interface Who {
    record User(String name) implements Who {}

    record Group(String name) implements Who {}

    /// Whether this person is meant.
    default boolean is(Identity person) {
      return switch (this) {
        case User(var name) -> person.user().equals(name);
        case Group(var name) -> person.groups().contains(name);
      };
    }
  }

  /// What the file says of this incident at this instant.
  public IncidentView view(String id, Instant now) {
    return incidents.stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .<IncidentView>map(entry -> view(entry, now))
        .orElseGet(IncidentView.Unknown::new);
  }

  private IncidentView view(Entry entry, Instant now) {
    return entry.isOpen()
        ? new IncidentView.Open(
            entry.severity(),
            entry.services(),
            onCall.stream()
                .filter(duty -> duty.isOn(now) && duty.isFor(entry))
                .map(Duty::who)
                .distinct()
                .toList())
        : new IncidentView.Closed();
  }
}
