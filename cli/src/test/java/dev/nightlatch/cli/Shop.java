package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A copy of the sample shop in namespaces of its own, so that a test may change it.
///
/// @param namespace where the database and its rules are
/// @param tools where the sources are
record Shop(Site site, String namespace, String tools) {

  /// The shop's manifests for these two namespaces.
  String manifests() {
    return Arrays.stream(SampleShop.text().split("(?m)^---\\n", -1))
        .map(
            document ->
                document
                    .replaceAll("(?m)(name|namespace): shop$", "$1: " + namespace)
                    .replace("namespaces: [shop]", "namespaces: [" + namespace + "]")
                    .replace("support-tools", tools))
        .reduce("", (all, document) -> all + "---\n" + document);
  }

  /// Opens a rule as alice, and waits until it is open.
  Asked open(String rule, String duration, String... more) {
    Person.Said said = asks(rule, duration, "--wait", "json", more);
    assertThat(said.exitCode()).as("open said: %s%s", said.out(), said.err()).isZero();
    Asked asked = site.asked(said);
    assertThat(asked.isOpen()).isTrue();
    return asked;
  }

  /// Asks for a rule as alice, and does not wait.
  Asked ask(String rule, String duration, String... more) {
    Person.Said said = asks(rule, duration, "--no-wait", "json", more);
    assertThat(said.exitCode()).as("open said: %s%s", said.out(), said.err()).isZero();
    return site.asked(said);
  }

  /// Types `open` as alice.
  Person.Said asks(String rule, String duration, String waiting, String format, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "open",
                namespace + "/" + rule,
                "--incident=INC-4711",
                "--reason=orders are stuck",
                "--for=" + duration,
                waiting,
                "--output=" + format));
    line.addAll(List.of(more));
    return site.alice().types(line.toArray(String[]::new));
  }

  /// Runs kubectl as admin in the shop's namespace.
  String kubectl(String... arguments) {
    List<String> line = new ArrayList<>(List.of("--namespace=" + namespace));
    line.addAll(List.of(arguments));
    return site.kubectl(line.toArray(String[]::new));
  }

  /// Merges a patch into an object, as admin; into one of the shop's where nothing else is said.
  void patch(String kind, String name, String json, String... more) {
    List<String> line =
        new ArrayList<>(List.of("patch", kind, name, "--type=merge", "--patch=" + json));
    line.addAll(List.of(more));
    String _ = kubectl(line.toArray(String[]::new));
  }

  /// Has a quota keep every Job, and so every latch, from being made.
  void leaveNoRoomForJobs() {
    kubectl("create", "quota", "no-jobs", "--hard=count/jobs.batch=0");
    site.await(
        Site.SOON,
        () -> "the quota is not counted",
        () -> !kubectl("get", "quota", "no-jobs", "-o", "jsonpath={.status.hard}").isBlank());
  }
}
