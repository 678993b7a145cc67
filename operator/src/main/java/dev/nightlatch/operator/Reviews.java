package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.port.Announcer;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for what nobody has reviewed in time: whoever breaks the glass opens without a second
/// person, who has to look at it afterwards.
///
/// It is told in the cluster once a day, counted in the health, and said in the log when it
/// changes.
final class Reviews {
  private static final Logger log = LoggerFactory.getLogger(Reviews.class);

  private final Announcer announcer;
  private final Signs signs;
  private SortedSet<String> last = new TreeSet<>();

  Reviews(Announcer announcer, Signs signs) {
    this.announcer = announcer;
    this.signs = signs;
  }

  /// Looks which of all grants are overdue.
  void look(List<AccessGrant> grants, Instant now) {
    List<AccessGrant> overdue =
        grants.stream().filter(grant -> grant.isReviewOverdue(now)).toList();
    signs.overdueReviews(overdue.size());
    overdue.stream()
        .flatMap(grant -> Announcements.reviewOverdue(grant, now).stream())
        .forEach(announcer::announce);
    SortedSet<String> names =
        overdue.stream().map(AccessGrant::name).collect(Collectors.toCollection(TreeSet::new));
    if (!names.isEmpty() && !names.equals(last)) {
      log.warn(
          "{} broke the glass and nobody has reviewed {} in time: {}",
          names.size() == 1 ? "one grant" : names.size() + " grants",
          names.size() == 1 ? "it" : "them",
          String.join(", ", names));
    }
    last = names;
  }
}
