package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.port.Announcement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReviewsTest {
  private final Village village = new Village();
  private final Signs signs = new Signs(Health.Role.ALONE);
  private final List<Announcement> told = new ArrayList<>();
  private final Reviews reviews = new Reviews(told::add, signs);
  private final Instant due = village.time.instant().plus(Duration.ofHours(24));

  /// A grant that is to be reviewed by then.
  private AccessGrant broken() {
    AccessGrant asked = village.asked();
    return village.operator().report(asked, asked.status().reviewedBy(due));
  }

  private void look(Instant now) {
    reviews.look(village.operator().grants(), now);
  }

  @Test
  void nobodyIsRemindedBeforeTheReviewIsDue() {
    AccessGrant _ = broken();
    look(due.minusMillis(1));
    assertThat(told).isEmpty();
    assertThat(signs.health().overdueReviews()).isEqualTo(OptionalInt.of(0));
  }

  @Test
  void whatIsOverdueIsCountedAndToldOnGrantAndRule() {
    AccessGrant one = broken();
    AccessGrant _ = broken();
    look(due);
    assertThat(signs.health().overdueReviews()).isEqualTo(OptionalInt.of(2));
    assertThat(signs.health().tree()).containsEntry("overdueReviews", 2);
    assertThat(told).hasSize(4).allMatch(word -> word.weight() == Announcement.Weight.WARNING);
    assertThat(told)
        .filteredOn(word -> word.regarding().kind() == Announcement.Kind.GRANT)
        .anyMatch(word -> word.note().endsWith("Review it: nightlatch review " + one.name()));
    assertThat(told)
        .filteredOn(word -> word.regarding().kind() == Announcement.Kind.RULE)
        .hasSize(2)
        .allMatch(word -> word.regarding().key().equals(Village.RULE));
  }

  @Test
  void itIsToldOnceADay() {
    AccessGrant _ = broken();
    look(due);
    look(due.plusSeconds(30));
    look(due.plus(Duration.ofDays(1)));
    assertThat(told.stream().map(Announcement::name).distinct()).hasSize(4);
  }

  @Test
  void whatIsReviewedIsOverdueNoMore() {
    AccessGrant grant = broken();
    look(due);
    Identity bob = new Identity("bob", List.of("leads"));
    var _ = village.embedded.as(bob).review(grant, new Review.By(bob, "all well"));
    told.clear();
    look(due.plusSeconds(30));
    assertThat(told).isEmpty();
    assertThat(signs.health().overdueReviews()).isEqualTo(OptionalInt.of(0));
  }
}
