package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An object is decoded anew if, and only if, it has changed since it was in the last list.
class RememberedTest {
  private final Remembered<Object> remembered = new Remembered<>();
  private final List<String> decoded = new ArrayList<>();
  private int state = 7;

  /// Reads a list of objects, each written as its UID and resourceVersion.
  private List<Object> list(String part, String... objects) {
    state++;
    return list(remembered.listing(part).of(state + ""), objects);
  }

  private List<Object> list(Remembered<Object>.Listing listing, String... objects) {
    List<Object> all = new ArrayList<>();
    for (String object : objects) {
      String[] words = object.split("@", -1);
      all.add(listing.get(words[0], words[1], () -> decode(object)).orElseThrow());
    }
    listing.isDone();
    return all;
  }

  private Optional<Object> decode(String object) {
    decoded.add(object);
    return Optional.of(new Object());
  }

  @Test
  void whatHasNotChangedIsTheSameObject() {
    List<Object> first = list(Remembered.ALL, "a@1", "b@1");

    assertThat(list(Remembered.ALL, "b@1", "a@1")).containsExactly(first.get(1), first.get(0));
    assertThat(decoded).containsExactly("a@1", "b@1");
  }

  @Test
  void whatHasChangedIsDecodedAnew() {
    var _ = list(Remembered.ALL, "a@1", "b@1");
    var _ = list(Remembered.ALL, "a@2", "b@1");

    assertThat(decoded).containsExactly("a@1", "b@1", "a@2");
  }

  @Test
  void anotherOneOfTheSameVersionIsDecodedAnew() {
    var _ = list(Remembered.ALL, "a@1");
    var _ = list(Remembered.ALL, "b@1");

    assertThat(decoded).containsExactly("a@1", "b@1");
  }

  @Test
  void aPartKnowsWhatTheListOfAllKnew() {
    List<Object> all = list(Remembered.ALL, "a@1", "b@1");

    assertThat(list("shop", "a@1")).containsExactly(all.get(0));
    assertThat(decoded).containsExactly("a@1", "b@1");
  }

  @Test
  void whatIsInTheLastListNoMoreIsForgotten() {
    var _ = list("shop", "a@1");
    var _ = list("shop");
    var _ = list("shop", "a@1");
    assertThat(decoded).containsExactly("a@1", "a@1");
  }

  @Test
  void theListOfAllForgetsTheParts() {
    var _ = list("shop", "a@1");
    var _ = list(Remembered.ALL);
    var _ = list("shop", "a@1");
    assertThat(decoded).containsExactly("a@1", "a@1");
  }

  @Test
  void aListThatWasNotReadToItsEndForgetsNothing() {
    var _ = list(Remembered.ALL, "a@1", "b@1");
    var _ = remembered.listing(Remembered.ALL).of(state + "").get("c", "1", () -> decode("c@1"));
    var _ = list(Remembered.ALL, "a@1", "b@1");
    assertThat(decoded).containsExactly("a@1", "b@1", "c@1");
  }

  @Test
  void whatCannotBeDecodedIsTriedAnew() {
    Remembered<Object>.Listing listing = remembered.listing(Remembered.ALL).of("1");
    assertThat(listing.get("a", "1", Optional::empty)).isEmpty();
    listing.isDone();

    var _ = list(Remembered.ALL, "a@1");
    assertThat(decoded).containsExactly("a@1");
  }

  @Test
  void afterABackupWasPutBackEachIsDecodedAnew() {
    var _ = list(remembered.listing(Remembered.ALL).of("100"), "a@90");
    var _ = list(remembered.listing(Remembered.ALL).of("95"), "a@90");
    assertThat(decoded).containsExactly("a@90", "a@90");
    var _ = list(remembered.listing(Remembered.ALL).of("96"), "a@90");
    assertThat(decoded).hasSize(2);
  }

  @Test
  void aListThatWasAskedForBeforeTheBackupIsNeitherUsedNorKept() {
    Remembered<Object>.Listing asked = remembered.listing(Remembered.ALL);
    var _ = list(remembered.listing(Remembered.ALL).of("98"), "a@90");
    Remembered<Object>.Listing halfRead = remembered.listing(Remembered.ALL).of("99");
    var _ = list(remembered.listing(Remembered.ALL).of("100"), "a@90");
    var _ = list(remembered.listing(Remembered.ALL).of("95"), "a@90");
    assertThat(decoded).hasSize(2);
    var _ = list(asked.of("101"), "a@90", "b@94");
    var _ = list(halfRead, "a@90", "b@94");
    assertThat(decoded).hasSize(6);
    var _ = list(remembered.listing(Remembered.ALL).of("96"), "a@90", "b@94");
    assertThat(decoded).endsWith("b@94").hasSize(7);
  }

  @Test
  void listsThatArriveOutOfTheirOrderForgetNothing() {
    Remembered<Object>.Listing first = remembered.listing(Remembered.ALL);
    var _ = list(remembered.listing(Remembered.ALL).of("100"), "a@90");
    var _ = list(first.of("99"), "a@90");
    assertThat(decoded).containsExactly("a@90");
  }

  @Test
  void withoutAVersionNothingIsRemembered() {
    var _ = list(remembered.listing(Remembered.ALL).of("100"), "a@90", "b@");
    var _ = list(remembered.listing(Remembered.ALL).of("101"), "a@90", "b@", "@1");
    var _ = list(remembered.listing(Remembered.ALL).of("102"), "@1");
    assertThat(decoded).containsExactly("a@90", "b@", "b@", "@1", "@1");
    var _ = list(remembered.listing(Remembered.ALL).of("new"), "a@90");
    assertThat(decoded).hasSize(6);
  }
}
