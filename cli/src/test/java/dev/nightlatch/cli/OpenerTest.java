package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The command to copy, for rules that want this or that of an incident.
class OpenerTest {
  private static final Opener.Asking POSSIBLE = new Opener.Asking.Possible(List.of());

  private static Opener opener(IncidentKind incidents) {
    return new Opener(new ObjectKey("shop", "db-shell"), "", incidents, POSSIBLE);
  }

  private static String command(List<String> providers, List<String> severities) {
    return opener(new IncidentKind(providers, severities, List.of()))
        .command("nightlatch", List.of());
  }

  @Test
  void whereTheRequestersWordIsEnoughOrOnlyOneProviderCountsNoneIsAskedFor() {
    String plain = "nightlatch open shop/db-shell --incident ID --reason '…'";
    assertThat(command(List.of(), List.of())).isEqualTo(plain);
    assertThat(command(List.of("rota"), List.of("SEV1"))).isEqualTo(plain);
    assertThat(command(List.of("manual", "rota"), List.of())).isEqualTo(plain);
  }

  @Test
  void elseWhoeverAsksMustNameTheProvider() {
    String named = "nightlatch open shop/db-shell --incident ID --reason '…' --provider NAME";
    assertThat(command(List.of("pager", "rota"), List.of())).isEqualTo(named);
    assertThat(command(List.of(), List.of("SEV1"))).isEqualTo(named);
    assertThat(command(List.of("manual", "rota"), List.of("SEV1"))).isEqualTo(named);
  }

  @Test
  void whichIncidentsCountIsOneSentencesPart() {
    assertThat(opener(IncidentKind.ANY).counting()).isEmpty();
    assertThat(
            opener(new IncidentKind(List.of("rota"), List.of("1", "2"), List.of("orders")))
                .counting())
        .isEqualTo("incidents kept by rota, of severity 1 or 2, of service orders");
  }
}
