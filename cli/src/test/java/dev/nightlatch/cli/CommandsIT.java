package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.testkit.Kubectl;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What the commands print for scripts is what kubectl prints, and their exit codes can be relied
/// upon. No operator runs here.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class CommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Site site;
  private final Shop shop;

  CommandsIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    shop = site.shop();
  }

  @AfterAll
  void close() {
    site.close();
  }

  @Test
  void theJsonOfRulesIsTheApiObjects() throws JsonProcessingException {
    shop.patch("accessrule", "db-shell", "{\"spec\": {\"maxDuration\": \"90m\"}}");
    Person.Said said = site.alice().types("rules", "-n", shop.namespace(), "-o", "json");

    assertThat(said.exitCode()).as(said.err()).isZero();
    JsonNode ours = JSON.readTree(said.out());
    JsonNode theirs = JSON.readTree(shop.kubectl("get", "accessrules", "-o", "json"));
    assertThat(ours.path("items")).hasSize(2);
    assertThat(ours.findValuesAsText("maxDuration")).contains("90m");
    assertThat(comparable(ours)).isEqualTo(comparable(theirs));
  }

  @Test
  void theYamlOfRulesSaysTheSame() throws IOException {
    String yaml = site.alice().types("rules", "-n", shop.namespace(), "-o", "yaml").out();
    String json = site.alice().types("rules", "-n", shop.namespace(), "-o", "json").out();

    Kubectl.Result read =
        site.cluster()
            .kubectl()
            .run(yaml, "create", "--dry-run=client", "-f", "-", "-o", "json", "--namespace=");

    assertThat(read.error()).isEmpty();
    List<JsonNode> objects =
        JSON.readerFor(JsonNode.class).<JsonNode>readValues(read.output()).readAll();
    // kubectl writes its own annotation anew.
    assertThat(objects.stream().map(tree -> without("annotations", tree)))
        .containsExactlyElementsOf(without("annotations", comparable(JSON.readTree(json))));
  }

  @Test
  void theJsonOfAGrantIsTheApiObject() throws JsonProcessingException {
    Asked grant = shop.ask("db-from-laptop", "20m", "--from=10.20.0.17");
    site.tamper(
        () ->
            site.kubectl(
                "patch",
                "accessgrant",
                grant.name(),
                "--type=merge",
                "--subresource=status",
                """
        --patch={"status": {
            "phase": "Active", "message": "No pod of the target is there now.",
            "startsAt": "2026-01-02T03:04:05Z", "expiresAt": "2026-01-02T04:34:05Z"}}
        """));

    Person.Said said = site.alice().types("get", grant.name(), "-o", "json");

    JsonNode theirs = JSON.readTree(site.kubectl("get", "accessgrant", grant.name(), "-o", "json"));
    assertThat(theirs.at("/status/phase").asText()).isEqualTo("Active");
    assertThat(comparable(JSON.readTree(said.out()))).isEqualTo(comparable(theirs));
  }

  /// The object itself, without the note of who set which field, which kubectl does not show.
  private static JsonNode comparable(JsonNode tree) {
    JsonNode plain = without("managedFields", tree);
    return plain.path("kind").asText().equals("List") ? plain.path("items") : plain;
  }

  private static JsonNode without(String field, JsonNode tree) {
    JsonNode copy = tree.deepCopy();
    for (JsonNode metadata : copy.findValues("metadata")) {
      if (metadata instanceof ObjectNode fields) {
        fields.remove(field);
      }
    }
    return copy;
  }

  @Test
  void theOperatorDoesNotTakeTheJournalOfAnotherCluster() throws IOException {
    Path journal = site.freshJournal();
    Files.writeString(journal, "{\"kind\":\"Cluster\",\"uid\":\"another\"}\n");

    Person.Said said = site.admin().types("operator", "--journal", journal.toString());

    assertThat(said.exitCode()).isEqualTo(Exit.OUTSIDE);
    assertThat(said.err()).contains("is of another cluster (kube-system another)");
  }

  @Test
  void aNamespaceThatContradictsTheRuleOrTheGrantIsSaid() {
    Person.Said open =
        site.alice()
            .types(
                "open",
                shop.namespace() + "/db-shell",
                "-n",
                "elsewhere",
                "--incident=INC-4711",
                "--reason=orders are stuck");
    assertThat(open.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(open.err()).contains("is not in namespace elsewhere");

    Asked grant = shop.ask("db-shell", "20m");
    for (String command : List.of("get", "close")) {
      Person.Said said = site.alice().types(command, grant.name(), "-n", "elsewhere");
      assertThat(said.exitCode()).isEqualTo(Exit.NO);
      assertThat(said.err()).contains("and not in elsewhere");
    }
  }

  @Test
  void anUnreachableClusterIsFive() {
    Kubeconfig nowhere =
        site.cluster().alice().at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

    Person.Said said = site.person("nowhere", nowhere).types("rules", "-A");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.OUTSIDE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith("error: ").hasLineCount(1);
  }

  @Test
  void aStrangerIsTurnedAwayWithOne() {
    Person mallory = site.person("mallory", site.cluster().stranger());

    assertThat(mallory.types("rules", "-n", shop.namespace()).exitCode()).isEqualTo(Exit.NO);
    assertThat(mallory.types("get").exitCode()).isEqualTo(Exit.NO);
    Person.Said open =
        mallory.types("open", shop.namespace() + "/db-shell", "--incident=X", "--reason=x");
    assertThat(open.exitCode()).isEqualTo(Exit.NO);
    assertThat(open.err()).contains("mallory@example.com").contains("forbidden");
  }

  @Test
  void wrongUsageIsTwo() {
    Person alice = site.alice();

    assertThat(alice.types("open", "shop/db-shell").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(alice.types("rules", "--no-such-flag").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(alice.types("rules", "-o", "xml").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(alice.types("rules", "--context=no-such-context").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(open("--for=9s").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(open("--for=soon").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(open("--from=10.20.0.0/24").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(open("--reason= ").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(Person.type("rules", "--kubeconfig=/no/such/file").exitCode()).isEqualTo(Exit.USAGE);
  }

  private Person.Said open(String flag) {
    String reason = flag.startsWith("--reason") ? flag : "--reason=x";
    String other = flag.startsWith("--reason") ? "--for=10s" : flag;
    return site.alice().types("open", "shop/db-shell", "--incident=INC-1", reason, other);
  }

  @Test
  void rulesSayWhatTheCallerMayDoWithEach() {
    Person.Said alice = site.alice().types("rules", "-n", shop.namespace(), "--mine");
    assertThat(alice.exitCode()).as(alice.err()).isZero();
    assertThat(alice.out())
        .containsPattern(" db-shell .* open\n")
        .containsPattern(" db-from-laptop .* open\n");
    Person.Said bob = site.bob().types("rules", "-n", shop.namespace());
    assertThat(bob.out()).containsPattern(" db-shell .* open, approve\n");
  }

  @Test
  void theStatusOfAGrantSaysWhatItsReaderCanDo() {
    String grant = shop.ask("db-shell", "20m").name();
    Person.Said alice = site.alice().types("status", grant);
    assertThat(alice.exitCode()).as(alice.err()).isZero();
    assertThat(alice.out())
        .startsWith(grant + ": Pending\n")
        .contains("\n  nightlatch close " + grant + "   # take it back\n");
    assertThat(site.bob().types("status", grant).out()).doesNotContain("nightlatch close");
    assertThat(site.alice().types("status", "no-such-grant").exitCode()).isEqualTo(Exit.NO);
  }

  @Test
  void whatIsNotThereIsOne() {
    assertThat(site.alice().types("get", "no-such-grant").exitCode()).isEqualTo(Exit.NO);
    assertThat(site.alice().types("close", "no-such-grant").exitCode()).isEqualTo(Exit.NO);
  }

  @Test
  void whoeverEndsTheWaitingIsToldHowToTakeItBack() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "open",
                shop.namespace() + "/db-shell",
                "--incident=INC-4711",
                "--reason=x",
                "--wait",
                "--timeout=10m",
                "--kubeconfig=" + site.alice().kubeconfig())
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String asked = String.valueOf(out.readLine());
      assertThat(asked).startsWith("Asked for " + shop.namespace() + "/db-shell");
      String grant = asked.substring(asked.lastIndexOf(' ') + 1);
      // The process's own `destroy` would close what it still has to say.
      process.toHandle().destroy();
      assertThat(err.lines())
          .contains(
              "Grant " + grant + " was asked for and may open.",
              "Take it back: nightlatch close " + grant);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withoutAnOperatorTheWaitingEndsWithSix() {
    Person.Said said =
        site.alice()
            .types(
                "open",
                shop.namespace() + "/db-from-laptop",
                "--from=10.20.0.17",
                "--incident=INC-4711",
                "--reason=x",
                "--wait",
                "--timeout=1s");

    assertThat(said.exitCode()).isEqualTo(Exit.WAITING);
    assertThat(said.err()).contains("No operator has looked at it.");
  }
}
