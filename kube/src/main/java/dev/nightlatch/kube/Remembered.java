package dev.nightlatch.kube;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the last lists of one kind led to: an object that has not changed since is decoded once,
/// and stands in memory once, however many lists of it are still held by somebody.
///
/// It answers for no list: each is read from the API server, which says by the `resourceVersion`
/// whether an object is still the one of this UID that was decoded before. Where a list is of an
/// earlier state than one before it, a backup was put back, and numbers may come a second time;
/// then all is forgotten. Of one of our own kinds whose schema is changed, what has not changed
/// itself is still as it was. Holds as much as the last list of all objects, and the last of each
/// part since.
///
/// @param <T> what is decoded; immutable
final class Remembered<T> {
  /// The list of all objects.
  static final String ALL = "";

  private final Map<String, Map<String, Version<T>>> last = new HashMap<>();

  /// The latest state of the cluster that a list was of.
  private BigInteger latest = BigInteger.ZERO;

  /// How often all was forgotten.
  private volatile long era;

  private record Version<T>(String resourceVersion, T decoded) {}

  /// What earlier lists led to, of the same part and of everything.
  ///
  /// @param era how often all had been forgotten then
  private record Before<T>(long era, Map<String, Version<T>> part, Map<String, Version<T>> all) {}

  /// One list that is being read. For one thread.
  final class Listing {
    private final String part;
    private final BigInteger floor;
    private final Map<String, Version<T>> now = new HashMap<>();
    private Before<T> before;

    private Listing(String part, BigInteger floor, long era) {
      this.part = part;
      this.floor = floor;
      this.before = new Before<>(era, Map.of(), Map.of());
    }

    /// Notes of which state of the cluster the list is.
    ///
    /// @param resourceVersion of the list, not of an object
    Listing of(String resourceVersion) {
      before = arrived(resourceVersion, floor, part, before);
      return this;
    }

    /// What the object was decoded to before, or else what it is decoded to now, if it can be.
    ///
    /// @param uid as the server says it; where it says none, nothing is remembered
    Optional<T> get(String uid, String resourceVersion, Supplier<Optional<T>> decoded) {
      if (uid.isEmpty() || resourceVersion.isEmpty()) {
        return decoded.get();
      }
      Optional<Version<T>> version =
          known(uid, resourceVersion)
              .or(() -> decoded.get().map(fresh -> new Version<>(resourceVersion, fresh)));
      version.ifPresent(there -> now.put(uid, there));
      return version.map(Version::decoded);
    }

    private Optional<Version<T>> known(String uid, String resourceVersion) {
      return before.era() == era
          ? same(before.part().get(uid), resourceVersion)
              .or(() -> same(before.all().get(uid), resourceVersion))
          : Optional.empty();
    }

    private Optional<Version<T>> same(@Nullable Version<T> known, String resourceVersion) {
      return Optional.ofNullable(known)
          .filter(there -> there.resourceVersion().equals(resourceVersion));
    }

    /// Notes that the list was read to its end.
    void isDone() {
      keep(part, now, before.era());
    }
  }

  /// Begins a list, before it is asked for.
  ///
  /// @param part what it is a list of, if not [#ALL]
  synchronized Listing listing(String part) {
    return new Listing(part, latest, era);
  }

  /// What a list led to is kept, unless all was forgotten since it was asked for: it may be of
  /// before the backup.
  private synchronized void keep(String part, Map<String, Version<T>> now, long begun) {
    if (begun != era) {
      return;
    }
    if (part.equals(ALL)) {
      last.clear();
    }
    last.put(part, now);
  }

  /// Versions are compared as numbers: Kubernetes, "Resource versions", since 1.35. By one that is
  /// none nothing is known.
  ///
  /// @param floor the latest state that was seen before the list was asked for
  /// @param before what was known then
  /// @return what is known; nothing where the list shows that all is to be forgotten
  private synchronized Before<T> arrived(
      String resourceVersion, BigInteger floor, String part, Before<T> before) {
    if (before.era() != era) {
      return before;
    }
    boolean isNumber =
        !resourceVersion.isEmpty() && resourceVersion.chars().allMatch(c -> c >= '0' && c <= '9');
    BigInteger state = isNumber ? new BigInteger(resourceVersion) : BigInteger.ZERO;
    if (!isNumber || state.compareTo(floor) < 0) {
      last.clear();
      latest = state;
      era = before.era() + 1;
    } else {
      latest = latest.max(state);
    }
    return new Before<>(era, last.getOrDefault(part, Map.of()), last.getOrDefault(ALL, Map.of()));
  }
}
