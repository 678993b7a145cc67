package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightlatch.engine.explain.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands print with `-o json` is what `docs/schemas` promises.
class SchemasTest {
  private static final Path SCHEMAS = Path.of("..", "docs", "schemas");
  private static final String BASE = "https://nightlatch.example/schemas/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(SchemasTest::text));

  /// Everything that a snapshot can hold in doubt, beside the shop.
  private static final String DOUBTS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: old, namespace: lab, labels: {app: old}}
      spec: {hostNetwork: true, containers: [{name: c}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web-1, namespace: lab, labels: {ap: web}}
      spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: lab}
      spec: {selector: {ap: web}, ports: [{port: 80, targetPort: http}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: web, namespace: lab}
      spec:
        podSelector: {}
        policyTypes: [Ingress, Egress]
        ingress:
        - from: [{podSelector: {matchLabels: {app: web}}}]
        - from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {ipBlock: {cidr: "2001:db8::/32"}}]
          ports: [{port: http}, {port: 1000, endPort: 2000}, {protocol: UDP}]
        - from:
          - namespaceSelector:
              matchExpressions:
              - {key: team, operator: NotIn, values: [a]}
              - {key: tier, operator: Exists}
            podSelector: {matchExpressions: [{key: x, operator: DoesNotExist}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: broken, namespace: lab}
      spec: {podSelector: {matchLabels: {app: old}}, ingres: []}
      ---
      apiVersion: policy.networking.k8s.io/v1alpha2
      kind: ClusterNetworkPolicy
      metadata: {name: names}
      spec:
        tier: Admin
        priority: 3
        subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: lab}}}
        ingress:
        - {name: passes, action: Pass, from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}
        egress:
        - {name: no-metadata, action: Deny, to: [{networks: [169.254.169.254/32]}]}
        - {name: site, action: Accept, to: [{domainNames: [example.com]}]}
      """;

  @TempDir Path folder;

  private Path shop = Path.of("");
  private Path lab = Path.of("");

  @BeforeEach
  void writeManifests() throws IOException {
    shop = write("shop.yaml", SampleShop.text());
    lab = write("lab.yaml", DOUBTS);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static String text(String iri) {
    try {
      return Files.readString(SCHEMAS.resolve(iri.substring(BASE.length())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Schema schema(String name) {
    return REGISTRY.getSchema(SchemaLocation.of(BASE + name + ".schema.json"));
  }

  private static String printed(String line, Object... more) {
    Printed printed = new Printed();
    String[] args =
        Stream.concat(Arrays.stream(line.split(" ")), Arrays.stream(more).map(Object::toString))
            .toArray(String[]::new);
    int exitCode = Nightlatch.run(printed.screen(), args);
    assertThat(exitCode).as(printed.err()).isIn(Exit.DONE, Exit.NO, Exit.PROBLEMS, 4, Exit.USAGE);
    assertThat(printed.out()).as(printed.err()).isNotBlank();
    return printed.out();
  }

  private static void assertValid(String schema, String json) {
    assertThat(schema(schema).validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "list --pods", "list --self", "list --profile cilium"})
  void listHoldsToItsSchema(String line) {
    assertValid("list", printed(line + " -o json", "-f", shop, "-f", lab));
  }

  @ParameterizedTest
  @CsvSource({
    "support-tools/deployment/psql,shop/deployment/db:5432",
    "shop/deployment/web,shop/deployment/orders:8080",
    "10.20.0.17,shop/deployment/db:5432",
    "0.0.0.0/0,shop/deployment/db:5432",
    "0.0.0.0/0,lab/pod/web-1:http",
    "lab/old,lab/web-1:http",
    "lab/web-1,lab/web-1:80",
    "shop/deployment/web,web.lab",
    "10.1.2.3,lab/web-1:443/udp",
    "lab/web-1,169.254.169.254:80",
    "lab/web-1,192.0.2.7:443",
    "lab/web-1,lab/old:1500",
    "'2001:db8::/31',lab/web-1:http"
  })
  void whyHoldsToItsSchema(String from, String to) {
    for (String profile : List.of("default", "calico", "cilium", "kube-network-policies")) {
      String line = "why %s %s -o json --profile %s".formatted(from, to, profile);
      assertValid("why", printed(line, "-f", shop, "-f", lab));
    }
  }

  @Test
  void aResultForSomePairsHoldsToTheSchemaOfWhy() throws IOException {
    String agent =
        """
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s-%2$d
          namespace: lab
          labels: {app: %1$s}
          ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: %1$s, uid: u, controller: true}]
        spec: {nodeName: n%2$d, hostNetwork: %3$s, containers: [{name: c}]}
        status: {podIP: 10.0.%2$d.%4$d, hostIPs: [{ip: 10.0.%2$d.1}]}
        """;
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: deny, namespace: lab}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """);
    for (int node = 0; node < 2; node++) {
      text.append(agent.formatted("agent", node, true, 1));
      text.append(agent.formatted("web", node, false, 2));
    }
    Path agents = write("agents.yaml", text.toString());
    String json = printed("why lab/ds/agent lab/ds/web:80 -o json", "-f", agents);
    assertThat(json).contains("\"pairs\": \"some\"");
    assertValid("why", json);
  }

  @Test
  void eachLineOfABatchHoldsToTheSchemaOfWhy() throws IOException {
    Path questions =
        write(
            "questions.jsonl",
            """
            {"from":"support-tools/deployment/psql","to":"shop/deployment/db","port":5432}
            {"from":"0.0.0.0/0","to":"lab/web-1","port":"http","protocol":"TCP"}
            {"from":"lab/web-1","to":"web.lab"}
            nonsense
            {"from":"lab/nobody","to":"lab/web-1","port":1}
            """);
    List<String> lines = printed("why --batch", questions, "-f", shop, "-f", lab).lines().toList();
    assertThat(lines).hasSize(5);
    lines.forEach(line -> assertValid("why", line));
  }

  @Test
  void diffAndImpactHoldToTheirSchema() throws IOException {
    assertValid("diff", printed("diff -o json", shop, lab));
    assertValid("diff", printed("diff -o json", shop, shop));
    Path cut =
        write(
            "cut.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: cut, namespace: support-tools}
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]
            """);
    String impact = printed("impact -o json", "-f", cut, "--on", shop);
    assertThat(impact).contains("\"cut\"").contains("\"maybeCut\"");
    assertValid("diff", impact);
  }

  @Test
  void reachHoldsToItsSchemaBeforeAndAfter() {
    assertValid("reach", printed("reach support-tools/deployment/psql -o json", "-f", shop));
    assertValid("reach", printed("reach 192.0.2.0/24 -o json", "-f", shop));
    assertValid("reach", printed("reach lab/web-1 -o json", "-f", shop, "-f", lab, "--with", shop));
  }

  @ParameterizedTest
  @CsvSource({
    "support-tools/deployment/psql,shop/deployment/db:5432,opens",
    "shop/deployment/web,shop/deployment/orders:8080,already-allowed",
    "lab/web-1,169.254.169.254:80,denied-above",
    "lab/web-1,192.0.2.7:443,undetermined",
    "lab/nobody,lab/web-1:80,nobody"
  })
  void suggestHoldsToItsSchema(String from, String to, String answer)
      throws JsonProcessingException {
    String json = printed("suggest " + from + " " + to + " -o json", "-f", shop, "-f", lab);
    assertThat(JSON.readTree(json).path("answer").asText()).isEqualTo(answer);
    assertValid("suggest", json);
  }

  @Test
  void aRuleThatABoundaryForbidsHoldsToTheSchemaToo() throws IOException {
    Path night =
        write(
            "night.yaml",
            """
            apiVersion: nightlatch.dev/v1alpha1
            kind: AccessBoundary
            metadata: {name: night}
            spec: {forbiddenNamespaces: [shop]}
            """);
    String why =
        printed(
            "why support-tools/deployment/psql shop/deployment/db:5432 -o json",
            "-f",
            shop,
            "-f",
            night);
    assertThat(why).contains("\"refused\"");
    assertValid("why", why);
  }

  @Test
  void theKeysOfWhyStandInTheOrderThatIsPromised() throws JsonProcessingException {
    JsonNode why =
        JSON.readTree(
            printed(
                "why support-tools/deployment/psql shop/deployment/db:5432 -o json", "-f", shop));
    assertThat(why.fieldNames())
        .toIterable()
        .containsExactly(
            "from",
            "to",
            "port",
            "protocol",
            "verdict",
            "egress",
            "ingress",
            "dependsOn",
            "openers");
    assertThat(why.path("from").fieldNames())
        .toIterable()
        .containsExactly("namespace", "name", "kind");
    assertThat(why.path("port").isInt()).isTrue();
  }

  @Test
  void theSchemasAreNoEmptyPromise() {
    String list = printed("list -o json", "-f", shop, "-f", lab);
    List.of(
            list.replaceFirst("\"kind\":\"Deployment\"", "\"kind\":\"Deployment\",\"more\":1"),
            list.replaceFirst("\\[5432,5432\\]", "5432"),
            list.replaceFirst("\"problems\"", "\"trouble\""))
        .forEach(
            wrong -> {
              assertThat(wrong).isNotEqualTo(list);
              assertThat(schema("list").validate(wrong, InputFormat.JSON)).isNotEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "why", "diff", "reach", "suggest"})
  void aSchemaNeedsNoOtherFile(String name) throws JsonProcessingException {
    JsonNode schema = JSON.readTree(text(BASE + name + ".schema.json"));
    assertThat(schema.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(schema.at(reference.substring(1)).isObject()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({"list,diff", "list,reach", "list,suggest", "diff,suggest", "why,suggest"})
  void whatTwoSchemasNameAlikeIsAlike(String one, String other) throws JsonProcessingException {
    JsonNode known = JSON.readTree(text(BASE + one + ".schema.json")).path("$defs");
    JsonNode copied = JSON.readTree(text(BASE + other + ".schema.json")).path("$defs");
    copied
        .properties()
        .forEach(
            form -> {
              if (known.has(form.getKey())) {
                assertThat(form.getValue()).isEqualTo(known.path(form.getKey()));
              }
            });
  }

  @Test
  void everyMissingFactHasItsWordInTheSchema() throws JsonProcessingException {
    JsonNode words = JSON.readTree(text(BASE + "list.schema.json")).at("/$defs/cause/enum");
    assertThat(words.valueStream().map(JsonNode::asText))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Cause.values()).map(EngineTrees::word).toList());
  }
}
