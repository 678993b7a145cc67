package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What is written is read again as it was: as an API object, through YAML, and through JSON.
final class RoundTripLawsTest {

  @Provide
  Arbitrary<AccessSource> sources() {
    return Models.sources();
  }

  @Provide
  Arbitrary<AccessRule> rules() {
    return Models.rules();
  }

  @Provide
  Arbitrary<AccessBoundary> boundaries() {
    return Models.boundaries();
  }

  @Provide
  Arbitrary<AccessGrant> grants() {
    return Models.grants();
  }

  @Provide
  Arbitrary<HeldPolicy> policies() {
    return Models.policies();
  }

  @Provide
  Arbitrary<Object> plainTrees() {
    return Models.plainTrees();
  }

  @Property(tries = 300)
  void aSourceIsReadAsItWasWritten(@ForAll("sources") AccessSource source) {
    comesBack(source, Encoder.source(source), Decoder::source);
  }

  @Property(tries = 300)
  void aRuleIsReadAsItWasWritten(@ForAll("rules") AccessRule rule) {
    comesBack(rule, Encoder.rule(rule), Decoder::rule);
  }

  @Property(tries = 300)
  void aBoundaryIsReadAsItWasWritten(@ForAll("boundaries") AccessBoundary boundary) {
    comesBack(boundary, Encoder.boundary(boundary), Decoder::boundary);
  }

  @Property(tries = 300)
  void aGrantIsReadAsItWasWritten(@ForAll("grants") AccessGrant grant) {
    comesBack(grant, Encoder.grant(grant), Decoder::grant);
  }

  @Property(tries = 300)
  void aPolicyIsReadAsItWasWritten(@ForAll("policies") HeldPolicy policy) {
    comesBack(policy, Encoder.policy(policy), Decoder::policy);
  }

  private static <T> void comesBack(
      T value, Map<String, Object> written, Function<Tree, Decoded<T>> decoder) {
    List<Tree> ways =
        List.of(
            Tree.of(written, "the object"),
            only(Yaml.read(Yaml.write(written), "a.yaml")),
            only(Yaml.read(Json.write(written), "a.json")),
            only(Yaml.read(Json.line(written), "a.json")),
            only(Yaml.read("# JSON is YAML too\n" + Json.line(written), "a.yaml")));
    for (Tree tree : ways) {
      Decoded<T> decoded = decoder.apply(tree);
      assertThat(decoded.problems()).isEmpty();
      assertThat(decoded.value()).contains(value);
    }
  }

  private static Tree only(Documents documents) {
    assertThat(documents.problems()).isEmpty();
    assertThat(documents.trees()).hasSize(1);
    return documents.trees().getFirst();
  }

  @Property(tries = 1000)
  void everyPlainTreeComesBackThroughYamlAndJson(@ForAll("plainTrees") Object value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("value", value);
    assertThat(plain(only(Yaml.read(Yaml.write(tree), "a.yaml")))).isEqualTo(tree);
    assertThat(plain(only(Yaml.read(Json.write(tree), "a.json")))).isEqualTo(tree);
    assertThat(plain(only(Yaml.read(Json.line(tree), "a.json")))).isEqualTo(tree);
  }

  /// What some reader takes for the end of a line, or drops: at both ends and inside.
  @Example
  void aTextWithAnOddCharacterComesBack() {
    for (String odd :
        List.of("\u0085", "\u2028", "\u2029", "\uFEFF", "\r", "\t", "\0", " ", "\n")) {
      for (String text :
          List.of(
              odd, odd + "a", "a" + odd, "a" + odd + "b", "a\nb" + odd + "\n", "a:" + odd + "a")) {
        everyPlainTreeComesBackThroughYamlAndJson(text);
        everyPlainTreeComesBackThroughYamlAndJson(Map.of(text, text));
      }
    }
  }

  private static Object plain(Tree tree) {
    return switch (tree) {
      case Tree.Text(_, var text) -> text;
      case Tree.Whole(_, var number, _) -> number;
      case Tree.Real(_, var written) -> written;
      case Tree.Truth(_, var truth, _) -> truth;
      case Tree.Nothing _ -> "nothing";
      case Tree.Sequence(_, var items) -> {
        List<Object> list = new ArrayList<>();
        items.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case Tree.Mapping(_, var entries) -> {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> map.put(key, plain(entry.value())));
        yield map;
      }
    };
  }

  @Property(tries = 300)
  void whatIsWrittenTwiceIsWrittenAlike(@ForAll("policies") HeldPolicy policy) {
    String once = Yaml.write(Encoder.policy(policy));
    HeldPolicy again = Decoder.policy(only(Yaml.read(once, "a.yaml"))).value().orElseThrow();
    assertThat(Yaml.write(Encoder.policy(again))).isEqualTo(once);
  }
}
