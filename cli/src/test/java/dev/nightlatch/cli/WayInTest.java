package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `why` says one can do about a path that is shut.
class WayInTest {
  private static final String PSQL = "support-tools/deployment/psql";
  private static final String DB = "shop/deployment/db:5432";

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

  private String why(Object... args) {
    printed = new Printed();
    String[] texts = new String[args.length + 1];
    texts[0] = "why";
    for (int i = 0; i < args.length; i++) {
      texts[i + 1] = args[i].toString();
    }
    assertThat(Nightlatch.run(printed.screen(), texts)).as(printed.err()).isEqualTo(Exit.NO);
    return printed.out();
  }

  @Test
  void theRuleThatCouldOpenItStandsThereWithTheCommandToCopy() {
    assertThat(why(PSQL, DB, "-f", shop))
        .contains(
            """
              Rule shop/db-shell could open it for some time; ask for that with
                nightlatch open shop/db-shell --incident ID --reason '…'
            """)
        .contains("kubectl exec and kubectl port-forward do not pass by network policies")
        .doesNotContain("db-from-laptop")
        .doesNotContain("suggest");
  }

  @Test
  void aFolderIsLookedThroughForRulesToo() {
    assertThat(why(PSQL, DB, "-f", folder)).contains("Rule shop/db-shell could open it");
  }

  @Test
  void aRuleThatWantsOnesOwnAddressIsShownWithIt() {
    assertThat(why("10.20.0.17", DB, "-f", shop))
        .contains("open shop/db-from-laptop --incident ID --reason '…' --from 10.20.0.17\n")
        .doesNotContain("db-shell");
    assertThat(why("10.20.0.16/30", DB, "-f", shop))
        .contains("open shop/db-from-laptop --incident ID --reason '…' --from ADDRESS\n");
  }

  @Test
  void whereNoRuleFitsTheCommandThatWritesAPolicyIsShown() {
    String none = "  No emergency rule could open it.\n";
    assertThat(why(PSQL, "shop/deployment/db:5433", "-f", shop))
        .contains(none)
        .contains("    nightlatch suggest " + PSQL + " shop/deployment/db:5433 -f " + shop + "\n");
    assertThat(why("10.21.0.17", DB, "-f", shop)).as("another address").contains(none);
    assertThat(why("shop/deployment/web", DB, "-f", shop)).as("another source").contains(none);
  }

  @Test
  void aRuleWhoseSourceDoesNotConsentOpensNothing() throws IOException {
    Path other =
        write("other.yaml", SampleShop.text().replace("namespaces: [shop]", "namespaces: [other]"));
    assertThat(why(PSQL, DB, "-f", other)).contains("No emergency rule could open it");
  }

  @Test
  void aRuleOpensNothingThatAHigherTierDenies() throws IOException {
    Path admin =
        write(
            "admin.yaml",
            """
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: {name: no-tools}
            spec:
              priority: 1
              subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}
              ingress:
              - name: deny
                action: Deny
                from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: support-tools}}}]
            """);
    assertThat(why(PSQL, DB, "-f", shop, "-f", admin))
        .contains("denied by AdminNetworkPolicy no-tools")
        .contains("No emergency rule could open it")
        .contains(
            "  AdminNetworkPolicy no-tools is of the Admin tier, so no NetworkPolicy opens it; ask"
                + " whoever keeps AdminNetworkPolicy no-tools.\n")
        .doesNotContain("suggest");
  }

  @Test
  void aDenialTowardAnAddressShowsTheCommandThatWritesAPolicy() throws IOException {
    Path egress =
        write(
            "egress.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: nothing-out, namespace: support-tools}
            spec: {podSelector: {}, policyTypes: [Egress]}
            """);
    assertThat(why(PSQL, "192.0.2.7:22", "-f", shop, "-f", egress))
        .contains(
            "To see a policy that would open it, for whoever may apply one:\n    nightlatch suggest "
                + PSQL
                + " 192.0.2.7:22 -f ")
        .doesNotContain("kubectl exec");
  }

  @Test
  void anAnswerInDoubtSaysWhichFactToGive() throws IOException {
    Path lab =
        write(
            "lab.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: agent, namespace: lab}
            spec: {hostNetwork: true, nodeName: n1, containers: [{name: c}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: lab}
            spec: {nodeName: n2, containers: [{name: c}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: lab}
            spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.0/24}}]}]}
            """);
    printed = new Printed();
    int exitCode =
        Nightlatch.run(printed.screen(), "why", "lab/agent", "lab/web:80", "-f", lab.toString());
    assertThat(exitCode).isEqualTo(Exit.UNDETERMINED);
    assertThat(printed.out())
        .endsWith(
            "  To settle it, give the Node objects too (kubectl get nodes -o yaml), or ask as"
                + " somebody who may list them.\n");
  }

  @Test
  void aSourceThatIsIsolatedIsLetOutByTheRuleToo() throws IOException {
    Path egress =
        write(
            "egress.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: nothing-out, namespace: support-tools}
            spec: {podSelector: {}, policyTypes: [Egress]}
            """);
    assertThat(why(PSQL, DB, "-f", shop, "-f", egress))
        .contains("Out of the source: denied")
        .contains("Rule shop/db-shell could open it");
  }

  @Test
  void jsonSaysItAsData() {
    assertThat(why(PSQL, DB, "-f", shop, "-o", "json"))
        .contains("\"openers\"")
        .contains("\"command\": \"nightlatch open shop/db-shell --incident ID --reason '…'\"");
    assertThat(why(PSQL, "shop/deployment/db:5433", "-f", shop, "-o", "json"))
        .contains("\"openers\": []");
  }

  @Test
  void aRuleThatCannotBeReadIsANote() throws IOException {
    Path broken = write("broken.yaml", SampleShop.text().replace("maxDuration: 1h", "maxDur: 1h"));
    assertThat(why(PSQL, DB, "-f", broken)).contains("No emergency rule could open it");
    assertThat(printed.err()).contains("note: " + broken).contains("maxDur");
  }

  private Path boundary(String limit) throws IOException {
    return write(
        "boundary.yaml",
        """
        apiVersion: nightlatch.dev/v1alpha1
        kind: AccessBoundary
        metadata: {name: night}
        spec: {%s}
        """
            .formatted(limit));
  }

  @Test
  void aRuleThatWouldCrossABoundaryIsNoCommandToCopyAndTheBoundaryIsNamed() throws IOException {
    Path night = boundary("forbiddenPorts: [{protocol: TCP, port: 5432}]");
    assertThat(why(PSQL, DB, "-f", shop, "-f", night))
        .contains(
            "  Rule shop/db-shell could open it, and would be refused (NL-BOUNDARY-CROSSED):"
                + " AccessBoundary night does not allow this of AccessRule shop/db-shell: found"
                + " port 5432/TCP; wanted nothing of 5432/TCP.\n")
        .contains("nightlatch suggest")
        .doesNotContain("nightlatch open");
    assertThat(why(PSQL, DB, "-f", shop, "-f", night, "-o", "json"))
        .contains("\"code\": \"NL-BOUNDARY-CROSSED\"")
        .doesNotContain("\"command\"");
  }

  @Test
  void whereABoundaryGivesLessTimeTheCommandAsksForThat() throws IOException {
    Path night = boundary("maxDuration: 10m");
    assertThat(why(PSQL, DB, "-f", shop, "-f", night))
        .contains("nightlatch open shop/db-shell --incident ID --reason '…' --for 10m\n");
  }

  @Test
  void aBoundaryOfBlocksDoesNotKeepOnesOwnAddressOut() throws IOException {
    Path night = boundary("widestBlock: {ipv4: 30, ipv6: 126}");
    assertThat(why("10.20.0.17", DB, "-f", shop, "-f", night))
        .contains("open shop/db-from-laptop --incident ID --reason '…' --from 10.20.0.17\n");
  }

  @Test
  void whichIncidentsCountIsSaidAndTheCommandAsksWhereTheyAreKept() throws IOException {
    Path picky =
        write(
            "picky.yaml",
            SampleShop.text()
                .replace(
                    "maxDuration: 1h",
                    "maxDuration: 1h\n  incidents: {providers: [rota, pager], severities: [SEV1]}"));
    assertThat(why(PSQL, DB, "-f", picky))
        .contains("open shop/db-shell --incident ID --reason '…' --provider NAME\n")
        .contains("    It is for incidents kept by pager or rota, of severity SEV1 alone.\n");
  }
}
