package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentProvider.Place;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where incidents live. Providers stand in no namespace, so those of other tests are seen too.
interface ProvidersContract extends Stage {

  private ObjectKey file() {
    return new ObjectKey(world().namespace(), "incidents");
  }

  /// A provider whose name is this test's own.
  private IncidentProvider written() {
    return Samples.provider(world().namespace() + "-rota", file());
  }

  @Test
  default void aProviderReadsAsItWasWrittenToWhoAsksAndToTheOperator() {
    IncidentProvider written = written();
    IncidentProvider held = world().put(written);
    assertThat(held.description()).isEqualTo(written.description());
    assertThat(held.place()).isEqualTo(written.place());
    assertThat(held.meta().key()).isEqualTo(written.meta().key());
    assertThat(held.meta().generation()).isEqualTo(1);
    assertThat(operator().incidentProvider(written.name())).contains(held);
    assertThat(world().user("alice").incidentProvider(written.name())).contains(held);
    world().delete(held);
  }

  @Test
  default void aProviderThatChangesKeepsItsIdentityAndCountsIt() {
    IncidentProvider before = world().put(written());
    Place elsewhere = new Place.File(new ObjectKey(world().otherNamespace(), "rota"), "a_b.c");
    IncidentProvider after = world().put(new IncidentProvider(before.meta(), "", elsewhere));
    assertThat(after.meta().uid()).isEqualTo(before.meta().uid());
    assertThat(after.meta().generation()).isEqualTo(2);
    assertThat(after.description()).isEmpty();
    assertThat(after.place()).isEqualTo(elsewhere);
    assertThat(operator().incidentProvider(before.name())).contains(after);
    world().delete(after);
  }

  @Test
  default void aProviderThatIsGoneIsEmpty() {
    IncidentProvider held = world().put(written());
    world().delete(held);
    soon(() -> operator().incidentProvider(held.name()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-provider", "manual", "No Provider", "../accessgrants", ""})
  default void aProviderThatIsNotThereIsEmpty(String name) {
    assertThat(operator().incidentProvider(name)).isEmpty();
  }

  @Test
  default void aTextIsReadAsItIsNow() {
    String text = "incidents:\n- {id: INC-4711, status: open}\n";
    world().putTexts(file(), Map.of("open.yaml", text, "other", "else"));
    assertThat(operator().text(file(), "open.yaml")).contains(text);
    assertThat(operator().text(file(), "other")).contains("else");
    world().putTexts(file(), Map.of("open.yaml", "{}"));
    assertThat(operator().text(file(), "open.yaml")).contains("{}");
  }

  @Test
  default void anEmptyTextIsThere() {
    world().putTexts(file(), Map.of("open.yaml", ""));
    assertThat(operator().text(file(), "open.yaml")).contains("");
  }

  @Test
  default void aTextThatIsNotThereIsEmpty() {
    world().putTexts(file(), Map.of("open.yaml", "{}"));
    assertThat(operator().text(file(), "resolved.yaml")).isEmpty();
    assertThat(operator().text(file(), "")).isEmpty();
    assertThat(operator().text(new ObjectKey(world().namespace(), "no-such-map"), "open.yaml"))
        .isEmpty();
    world().putTexts(file(), Map.of());
    assertThat(operator().text(file(), "open.yaml")).isEmpty();
    world().deleteTexts(file());
    assertThat(operator().text(file(), "open.yaml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Incidents", "a/b", "../secrets/a", ""})
  default void aTextUnderANameThatNoMapCanHaveIsEmpty(String name) {
    assertThat(operator().text(new ObjectKey(world().namespace(), name), "open.yaml")).isEmpty();
  }
}
