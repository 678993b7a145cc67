package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands of the engine print about the shop, and with which exit code.
class EngineCommandsTest {
  @TempDir Path folder;

  private Path shop = Path.of("");
  private Printed printed = new Printed();

  @BeforeEach
  void writeTheShop() throws IOException {
    shop = write("shop.yaml", SampleShop.text());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private int run(Object... args) {
    printed = new Printed();
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    return Nightlatch.run(printed.screen(), texts);
  }

  @Test
  void listShowsEachPairOfWorkloadsOnce() {
    assertThat(run("list", "-f", shop)).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .isEqualTo(
            """
            FROM                            TO                        PORTS
            shop/deployment/orders          shop/deployment/db        5432/TCP
            shop/deployment/web             shop/deployment/orders    8080/TCP
            support-tools/deployment/psql   shop/deployment/web       8080/TCP
            support-tools/deployment/psql   0.0.0.0-255.255.255.255   everything
            0.0.0.0-255.255.255.255         shop/deployment/web       8080/TCP
            """);
  }

  @Test
  void listAsJsonHasTheStableForm() {
    assertThat(run("list", "-f", shop, "-o", "json")).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .startsWith(
            """
            {"connections":[
            {"from":{"namespace":"shop","name":"orders","kind":"Deployment"},\
            "to":{"namespace":"shop","name":"db","kind":"Deployment"},\
            "ports":{"TCP":[[5432,5432]]}},
            """)
        .contains(
            """
            {"from":{"addresses":["0.0.0.0-255.255.255.255"]},\
            "to":{"namespace":"shop","name":"web","kind":"Deployment"},\
            "ports":{"TCP":[[8080,8080]]}}],
            "undetermined":[],
            """)
        .contains("\"problems\":[");
  }

  @Test
  void whySaysTheAnswerFirstAndThenTheReason() {
    assertThat(run("why", "shop/deployment/orders", "shop/deployment/db:5432", "-f", shop))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .startsWith("ALLOWED shop/deployment/orders -> shop/deployment/db on 5432/TCP\n")
        .contains("allowed by NetworkPolicy shop/db, ingress rule 1 (" + shop + ":");
  }

  @Test
  void aDenialNamesWhatIsolatesAndWhatNearlyAllows() {
    assertThat(run("why", "support-tools/deployment/psql", "shop/deployment/db:5432", "-f", shop))
        .isEqualTo(Exit.NO);
    assertThat(printed.out())
        .startsWith("DENIED support-tools/deployment/psql -> shop/deployment/db on 5432/TCP\n")
        .contains("isolated for ingress by NetworkPolicy shop/db")
        .contains("NetworkPolicy shop/default-deny")
        .contains("nearly: NetworkPolicy shop/db, ingress rule 1");
  }

  @Test
  void whoeverIsIsolatedByManyIsToldHowManyAndTheFirstOnes() throws IOException {
    StringBuilder policies = new StringBuilder();
    for (int i = 1; i <= 9; i++) {
      policies.append(
          """
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: a%d, namespace: shop}
          spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}
          """
              .formatted(i));
    }
    Path many = write("many.yaml", policies.toString());

    assertThat(run("why", "shop/deployment/web", "shop/deployment/db:5432", "-f", shop, "-f", many))
        .isEqualTo(Exit.NO);

    assertThat(printed.out())
        .contains(
            """
              Into the destination: denied: isolated for ingress by 11 policies, and no rule allows it
                by NetworkPolicy shop/a1 (%1$s:2)
                by NetworkPolicy shop/a2 (%1$s:7)
                by NetworkPolicy shop/a3 (%1$s:12)
                by NetworkPolicy shop/a4 (%1$s:17)
                by NetworkPolicy shop/a5 (%1$s:22)
                by 6 more, which -o json names
            """
                .formatted(many));
  }

  private static final String ON_TWO_NODES =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n2}
      status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-0
        namespace: shop
        labels: {app: web}
        ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: a, controller: true}]
      spec: {nodeName: n1, containers: [{name: c, image: i}]}
      status: {podIP: 10.0.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-1
        namespace: shop
        labels: {app: web}
        ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: a, controller: true}]
      spec: {nodeName: n2, containers: [{name: c, image: i}]}
      status: {podIP: 10.0.0.2}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: agent, namespace: shop, labels: {app: agent}}
      spec: {nodeName: n1, hostNetwork: true, containers: [{name: c, image: i}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: client, namespace: shop, labels: {app: client}}
      spec: {nodeName: n2, containers: [{name: c, image: i}]}
      status: {podIP: 10.0.0.3}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: shut, namespace: shop}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
      """;

  @Test
  void aNodeIsNotTheOwnOfAWorkloadWhosePodsAreOnSeveral() throws IOException {
    Path before = write("before.yaml", ON_TWO_NODES);
    Path after =
        write(
            "after.yaml",
            ON_TWO_NODES
                + """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: node, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  ingress: [{from: [{ipBlock: {cidr: 192.168.0.1/32}}]}]
                """);

    assertThat(run("diff", before, after)).isEqualTo(Exit.NO);

    assertThat(printed.out()).contains("192.168.0.1   shop/statefulset/web   everything");
    assertThat(run("diff", after, before)).isEqualTo(Exit.NO);
    assertThat(printed.out()).startsWith("Cuts ");
  }

  @Test
  void aPodOnTheHostNetworkIsSuggestedByItsNodesAddress() throws IOException {
    Path facts = write("nodes.yaml", ON_TWO_NODES);

    assertThat(run("suggest", "shop/client", "shop/agent:9999", "-f", facts)).isEqualTo(Exit.NO);

    assertThat(printed.out()).startsWith("NOT EXACTLY").contains("cidr: 192.168.0.1/32");
  }

  @Test
  void aPodOnTheHostNetworkOfANodeWithoutAddressesCannotBeSuggested() throws IOException {
    Path facts =
        write(
            "nodes.yaml", ON_TWO_NODES.replace("[{type: InternalIP, address: 192.168.0.1}]", "[]"));

    assertThat(run("suggest", "shop/client", "shop/agent:9999", "-f", facts)).isEqualTo(Exit.NO);
    assertThat(printed.out()).startsWith("CANNOT BE OPENED").contains("on the host network");
    assertThat(run("suggest", "shop/client", "shop/agent:9999", "-f", facts, "-o", "json"))
        .isEqualTo(Exit.NO);
    assertThat(printed.out()).contains("\"still-shut\"");
  }

  @Test
  void whatTheBaselineTierDeniesIsOpenedByANetworkPolicy() throws IOException {
    Path facts =
        write(
            "baseline.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: shop, labels: {app: a}}
            spec: {containers: [{name: c, image: i}]}
            status: {podIP: 10.0.0.1}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: b, namespace: shop, labels: {app: b}}
            spec: {containers: [{name: c, image: i}]}
            status: {podIP: 10.0.0.2}
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: nothing-leaves}
            spec:
              tier: Baseline
              priority: 1
              subject: {namespaces: {}}
              egress: [{action: Deny, to: [{networks: [0.0.0.0/0, "::/0"]}]}]
            """);

    assertThat(run("suggest", "shop/a", "shop/b:80", "-f", facts)).isEqualTo(Exit.DONE);

    assertThat(printed.out())
        .startsWith("CAN BE OPENED, exactly")
        .contains("shop/a   shop/b   80/TCP");
  }

  @Test
  void aPolicyThatCannotBeReadIsNoReasonToSayThatNothingChanges() throws IOException {
    Path bad =
        write(
            "bad.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: bad, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: web}}
              policyType: [Ingress]
            """);

    assertThat(run("impact", "-f", bad, "--on", shop)).isEqualTo(Exit.PROBLEMS);

    assertThat(printed.out()).startsWith("May open 4, ");
    assertThat(printed.err()).doesNotContain("no policy is among");
  }

  @Test
  void impactSaysWhatElseStandsInTheFileAndIsNotWeighed() throws IOException {
    Path mixed =
        write(
            "mixed.yaml",
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: new}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: more, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: db}}
              ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: new}}}]}]
            """);

    run("impact", "-f", mixed, "--on", shop);

    assertThat(printed.err())
        .contains("note: only the policies of -f are weighed, not its namespaces (1)");
  }

  @Test
  void theReplicasOfAWorkloadAreListedToEachOtherWithSelf() throws IOException {
    Path facts =
        write(
            "web.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: i}]}
            """);

    run("list", "--pods", "--self", "-f", facts);
    assertThat(printed.out()).contains("shop/deployment/web       shop/deployment/web");
    run("list", "--pods", "-f", facts);
    assertThat(printed.out()).doesNotContain("shop/deployment/web       shop/deployment/web");
  }

  @Test
  void aDestinationThatCannotBeReadIsAProblemOfTheInput() throws IOException {
    Path bad =
        write(
            "bad.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: z, namespace: shop, labels: {app: 5}}
            """);
    Object[] question = {"why", "shop/deployment/web", "shop/z:80", "-f", shop, "-f", bad};
    assertThat(run(question)).isEqualTo(Exit.PROBLEMS);
    assertThat(printed.out()).isEmpty();

    assertThat(run("why", "shop/deployment/web", "shop/z:80", "-f", shop, "-f", bad, "-o", "json"))
        .isEqualTo(Exit.PROBLEMS);
    assertThat(printed.out()).contains("\"error\"").contains("shop/z:80 cannot be read");
  }

  @Test
  void aKindThatOnlyThePodsNameIsAWorkloadInAnyCase() throws IOException {
    Path lab = write("lab.yaml", replica("foo", "Rollout", 0, "hostNetwork: false", "10.0.0.1"));
    assertThat(run("list", "-f", lab)).isEqualTo(Exit.DONE);
    assertThat(printed.out()).contains("lab/rollout/foo");
    assertThat(run("why", "lab/rollout/foo", "192.0.2.7:80", "-f", lab)).isEqualTo(Exit.DONE);
    assertThat(printed.out()).startsWith("ALLOWED lab/rollout/foo -> 192.0.2.7 on 80/TCP\n");
    assertThat(run("why", "192.0.2.7", "lab/ROLLOUT/foo:80", "-f", lab)).isEqualTo(Exit.DONE);
    assertThat(run("suggest", "lab/rollout/foo", "192.0.2.7:80", "-f", lab)).isEqualTo(Exit.DONE);
    assertThat(run("reach", "lab/rollout/foo", "-f", lab)).isEqualTo(Exit.DONE);
    assertThat(run("why", "lab/rollouts/bar", "192.0.2.7:80", "-f", lab)).isEqualTo(Exit.USAGE);
  }

  @Test
  void aPortThatHasItsNameForAnotherProtocolIsPointedOut() throws IOException {
    Path dns =
        write(
            "dns.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: dns, namespace: lab}
            spec: {containers: [{name: c, ports: [{name: dns, containerPort: 53, protocol: UDP}]}]}
            """);
    assertThat(run("why", "192.0.2.7", "lab/dns:dns", "-f", dns)).isEqualTo(Exit.USAGE);
    assertThat(printed.err())
        .contains("lab/dns:dns has no such port for TCP; for UDP it has: ask for :dns/udp");
  }

  @Test
  void aBadLineOfABatchIsToldWhatIsWrongWithIt() throws IOException {
    Path questions =
        write(
            "questions.jsonl",
            """
            {"from":"shop/deployment/web","to":"shop/deployment/db","port":5432.0}
            {"from":"shop/deployment/web","to":"shop/deployment/db","port":5432,"port":5433}
            {"from":"shop/deployment/web","to":"shop/deployment/db"}
            {"from":["a"],"to":"shop/deployment/db","port":5432}
            {"from":"shop/deployment/orders","to":"shop/deployment/db","port":5432,"protocol":null}
            """);
    assertThat(run("why", "--batch", questions, "-f", shop, "-o", "json")).isEqualTo(Exit.PROBLEMS);
    assertThat(printed.out().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("the field 'port' is 5432.0; wanted is a text or a whole number"),
            line -> assertThat(line).contains("it has the key \\\"port\\\" twice"),
            line -> assertThat(line).contains("the field 'port' is missing"),
            line -> assertThat(line).contains("the field 'from' has parts"),
            line -> assertThat(line).contains("\"verdict\":\"allowed\""));
    for (String form : new String[] {"yaml", "text"}) {
      assertThat(run("why", "--batch", questions, "-f", shop, "-o", form)).isEqualTo(Exit.USAGE);
      assertThat(printed.err()).contains("--batch prints a line of JSON for each question");
    }
  }

  /// Three replicas, of which two are on nodes with an agent, and nobody is let in.
  private Path replicas() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: deny, namespace: lab}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """);
    for (int i = 0; i < 3; i++) {
      text.append(replica("web", "StatefulSet", i, "hostNetwork: false", "10.0.0." + i));
    }
    for (int i = 0; i < 2; i++) {
      text.append(replica("agent", "DaemonSet", i, "hostNetwork: true", "192.168.0." + i));
    }
    return write("replicas.yaml", text.toString());
  }

  private static String replica(String name, String kind, int number, String spec, String address) {
    return """
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s-%3$d
          namespace: lab
          labels: {app: %1$s}
          ownerReferences: [{apiVersion: apps/v1, kind: %2$s, name: %1$s, uid: u, controller: true}]
        spec: {nodeName: n%3$d, %4$s, containers: [{name: c}]}
        status: {podIP: %5$s, hostIPs: [{ip: 192.168.0.%3$d}]}
        """
        .formatted(name, kind, number, spec, address);
  }

  @Test
  void aWorkloadAskedAboutItselfHasOneResultForEachReason() throws IOException {
    String web = "lab/statefulset/web";
    assertThat(run("why", web, web + ":80", "-f", replicas())).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .startsWith("DENIED lab/statefulset/web -> lab/statefulset/web on 80/TCP\n")
        .containsOnlyOnce("DENIED");
  }

  @Test
  void whatHoldsForSomePairsOnlyIsOneResultAndSaysSo() throws IOException {
    Object[] question = {"why", "lab/daemonset/agent", "lab/statefulset/web:80", "-f", replicas()};
    assertThat(run(question)).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .containsOnlyOnce(
            "ALLOWED lab/daemonset/agent -> lab/statefulset/web (web-0, web-1) on 80/TCP,"
                + " for some of these pairs\n")
        .containsOnlyOnce(
            "DENIED lab/daemonset/agent -> lab/statefulset/web on 80/TCP,"
                + " for some of these pairs\n");

    Path questions =
        write(
            "questions.jsonl",
            """
            {"from":"lab/daemonset/agent","to":"lab/statefulset/web","port":80}
            {"from":"lab/statefulset/web","to":"lab/statefulset/web","port":80}
            """);
    assertThat(run("why", "--batch", questions, "-f", replicas())).isEqualTo(Exit.NO);
    assertThat(printed.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line.split("\"pairs\":\"some\"", -1)).hasSize(3),
            line -> assertThat(line).startsWith("{\"from\":{").doesNotContain("\"pairs\""));
  }

  @Test
  void manyQuestionsHaveALineOfAnswerEach() throws IOException {
    Path questions =
        write(
            "questions.jsonl",
            """
            {"from":"shop/deployment/orders","to":"shop/deployment/db","port":5432}
            {"from":"192.0.2.7","to":"shop/deployment/db","port":5432,"protocol":"TCP"}
            {"from":"shop/nobody","to":"shop/deployment/db","port":5432}
            no question
            {"from":"0.0.0.0/0","to":"shop/deployment/web","port":"http"}
            """);
    assertThat(run("why", "--batch", questions, "-f", shop)).isEqualTo(Exit.PROBLEMS);
    assertThat(printed.out().lines())
        .hasSize(5)
        .satisfiesExactly(
            line -> assertThat(line).contains("\"verdict\":\"allowed\",\"egress\""),
            line -> assertThat(line).contains("\"verdict\":\"denied\",\"egress\""),
            line ->
                assertThat(line).isEqualTo("{\"error\":\"the source shop/nobody is not there\"}"),
            line -> assertThat(line).startsWith("{\"error\":"),
            line -> assertThat(line).contains("\"verdict\":\"allowed\""));
  }

  @Test
  void aPolicyThatCannotBeReadLeavesItsPodsUndetermined() throws IOException {
    Path bad =
        write(
            "bad.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: bad, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: db}}
              ingres: []
            """);
    String psql = "support-tools/deployment/psql";
    assertThat(run("why", psql, "shop/deployment/db:5432", "-f", shop, "-f", bad))
        .isEqualTo(Exit.PROBLEMS);
    assertThat(printed.out()).startsWith("UNDETERMINED ");
    assertThat(printed.err()).contains(bad + ":6: NL-FIELD-UNKNOWN");
    assertThat(
            run("why", "shop/deployment/orders", "shop/deployment/db:5432", "-f", shop, "-f", bad))
        .isEqualTo(Exit.PROBLEMS);
    assertThat(printed.out()).as("another policy allows it").startsWith("ALLOWED ");
  }

  @Test
  void impactShowsWhatIsCut() throws IOException {
    Path policy =
        write(
            "policy.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: egress, namespace: support-tools}
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress: [{to: [{namespaceSelector: {}}]}]
            """);
    assertThat(run("impact", "-f", policy, "--on", shop)).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .startsWith("Cuts 1.\n")
        .contains("support-tools/deployment/psql")
        .contains("0.0.0.0-255.255.255.255");
    assertThat(run("impact", "--remove", "NetworkPolicy/shop/nobody", "--on", shop))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out()).isEqualTo("Nothing changes.\n");
    assertThat(printed.err()).contains("note: there is no NetworkPolicy shop/nobody to remove");
  }

  @Test
  void anInputWithNobodyInItIsSaid() throws IOException {
    Path empty = write("empty.yaml", "");
    assertThat(run("list", "-f", empty)).isEqualTo(Exit.DONE);
    assertThat(printed.err()).contains("note: there is no pod and nothing that makes pods");
    assertThat(run("impact", "-f", empty, "--on", shop)).isEqualTo(Exit.DONE);
    assertThat(printed.err()).contains("note: no policy is among what -f names");
  }

  @Test
  void whatIsNamedAndNotThereIsUsageAndNotTakenForNothing() {
    Path nowhere = folder.resolve("nowhere");
    String said = "error: there is no file or folder " + nowhere + "\n";
    assertThat(run("diff", shop, nowhere)).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).startsWith(said);
    assertThat(run("impact", "-f", nowhere, "--on", shop)).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).startsWith(said);
    assertThat(run("list", "-f", nowhere)).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).startsWith(said);
    assertThat(run("reach", "shop/deployment/db", "-f", shop, "--with", nowhere))
        .isEqualTo(Exit.USAGE);
    assertThat(printed.err()).startsWith(said);
    assertThat(printed.out()).isEmpty();
  }

  @Test
  void aFolderDiffersFromItselfInNothing() {
    assertThat(run("diff", shop, shop)).isEqualTo(Exit.DONE);
    assertThat(printed.out()).isEqualTo("Nothing changes.\n");
  }

  @Test
  void suggestWritesThePolicyThatOpensExactlyWhatIsWanted() throws IOException {
    String[] wanted = {"support-tools/deployment/psql", "shop/deployment/db:5432"};
    assertThat(run("suggest", wanted[0], wanted[1], "-f", shop)).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .startsWith("CAN BE OPENED, exactly")
        .contains("opens   support-tools/deployment/psql   shop/deployment/db   5432/TCP")
        .doesNotContain("  cuts");
    String policy = printed.out().substring(printed.out().indexOf("---"));
    Path opening = write("opening.yaml", policy);
    assertThat(run("why", wanted[0], wanted[1], "-f", shop, "-f", opening)).isEqualTo(Exit.DONE);
  }

  @Test
  void suggestSaysWhatAPolicyWouldCut() throws IOException {
    Path baseline =
        write(
            "baseline.yaml",
            """
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: no-metadata-server}
            spec:
              tier: Baseline
              priority: 1
              subject: {namespaces: {}}
              egress: [{action: Deny, to: [{networks: [169.254.169.254/32]}]}]
            """);
    assertThat(
            run(
                "suggest",
                "support-tools/deployment/psql",
                "169.254.169.254:80",
                "-f",
                shop,
                "-f",
                baseline))
        .isEqualTo(Exit.NO);
    assertThat(printed.out()).startsWith("CANNOT BE OPENED without a cut");
  }

  @Test
  void reachGoesStepByStep() {
    assertThat(run("reach", "support-tools/deployment/psql", "--hops", "3", "-f", shop))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .containsPattern("1 +shop/deployment/web +support-tools/deployment/psql")
        .containsPattern("2 +shop/deployment/orders +shop/deployment/web")
        .containsPattern("3 +shop/deployment/db +shop/deployment/orders");
  }

  @Test
  void reachBeginsAtAddressesToo() {
    assertThat(run("reach", "192.0.2.0/24", "--hops", "2", "-f", shop)).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .startsWith("From 192.0.2.0/24 one reaches ")
        .containsPattern("1 +shop/deployment/web +192.0.2.0-192.0.2.255 +8080/TCP")
        .containsPattern("2 +shop/deployment/orders +shop/deployment/web")
        .doesNotContain("shop/deployment/db");
    assertThat(run("reach", "2001:db8::1", "-f", shop)).isEqualTo(Exit.DONE);
  }

  @Test
  void whatOneAddressOfABlockReachesTheBlockReaches() throws IOException {
    Path one =
        write(
            "one.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: lab}
            spec: {containers: [{name: c}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: lab}
            spec:
              podSelector: {}
              policyTypes: [Ingress, Egress]
              ingress: [{from: [{ipBlock: {cidr: 192.0.2.7/32}}], ports: [{port: 80}]}]
            """);
    assertThat(run("reach", "192.0.2.0/24", "-f", one)).isEqualTo(Exit.DONE);
    assertThat(printed.out()).containsPattern("1 +lab/web +192.0.2.0-192.0.2.255 +80/TCP");
    assertThat(run("reach", "192.0.2.8", "-f", one)).isEqualTo(Exit.DONE);
    assertThat(printed.out()).startsWith("Nobody is reached from 192.0.2.8");
  }

  @Test
  void reachShowsWhatAnOpeningWouldAdd() throws IOException {
    Path opening =
        write(
            "opening.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: opening, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: db}}
              policyTypes: [Ingress]
              ingress:
              - from:
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: support-tools}}
                  podSelector: {matchLabels: {app: psql}}
                ports: [{port: 5432}]
            """);
    String psql = "support-tools/deployment/psql";
    assertThat(run("reach", psql, "--hops", "1", "-f", shop, "--with", opening))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .startsWith("From " + psql + " one reaches ")
        .contains("in 1 step; with the opening ")
        .contains(", of which 1 new.\n")
        .containsPattern("1 +shop/deployment/db +" + psql + " +5432/TCP +new\n")
        .containsPattern("1 +shop/deployment/web +" + psql + " +8080/TCP\n");
    assertThat(run("reach", psql, "--hops", "1", "-f", shop, "--with", opening, "-o", "dot"))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out()).contains("\"shop/deployment/db\" [label=\"5432/TCP\", color=red];");
    assertThat(run("reach", psql, "--hops", "3", "-f", shop, "--with", opening, "-o", "markdown"))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .contains("| 1 | shop/deployment/db | " + psql + " | 5432/TCP | nearer |\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "why",
        "why shop/web",
        "why shop/web shop/db",
        "why nonsense shop/db:80",
        "why shop/web shop/db:0",
        "why shop/web shop/db:65536",
        "why shop/web shop/db:80 -o dot",
        "why shop/web shop/db:80 --profile nobody",
        "why shop/web shop/db:80 --batch x",
        "list --profile nobody",
        "list -o xml",
        "impact",
        "impact --remove shop/db",
        "reach",
        "reach 10.0.0.0/8",
        "diff one"
      })
  void aLineThatMakesNoSenseIsUsage(String line) {
    assertThat(run((Object[]) line.split(" "))).as(line).isEqualTo(Exit.USAGE);
    assertThat(printed.out()).isEmpty();
  }
}
