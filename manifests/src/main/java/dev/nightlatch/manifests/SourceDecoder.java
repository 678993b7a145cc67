package dev.nightlatch.manifests;

import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.AccessBoundary.Widest;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.SpecialAddresses;
import dev.nightlatch.grants.model.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `AccessSource`, `nightlatch.dev/v1alpha1`. The description of a single block is for the readers
/// of the file; it is checked and not kept.
final class SourceDecoder {
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int LONGEST_BLOCK_DESCRIPTION = 256;
  private static final Widest WIDEST = new Widest(Widest.IPV4, Widest.IPV6);

  private SourceDecoder() {}

  static Decoded<AccessSource> source(Cursor object) {
    Ours.only(object, "apiVersion", "kind", "metadata", "spec");
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    Ours.only(spec, "description", "pods", "blocks", "usableFrom");
    String description = Ours.description(spec.at("description"), LONGEST_DESCRIPTION);
    Optional<Stand> stand = stand(spec);
    List<String> usableFrom = usableFrom(spec.at("usableFrom"));
    return object
        .log()
        .decoded(
            () ->
                meta.flatMap(
                    known ->
                        stand.map(at -> new AccessSource(known, description, at, usableFrom))));
  }

  private static Optional<Stand> stand(Cursor spec) {
    Cursor pods = spec.at("pods");
    Cursor blocks = spec.at("blocks");
    if (pods.isPresent() == blocks.isPresent()) {
      spec.bad(
          ProblemCode.CHOICE_WRONG,
          "spec with " + (pods.isPresent() ? "both pods and blocks" : "neither pods nor blocks"),
          "exactly one of pods and blocks");
      return Optional.empty();
    }
    if (pods.isPresent()) {
      if (!pods.requireMapping("a mapping with podSelector")) {
        return Optional.empty();
      }
      Ours.only(pods, "podSelector");
      return Selectors.positive(pods.at("podSelector")).map(Stand.Pods::new);
    }
    List<Cursor> items = blocks.items();
    if (items.isEmpty()) {
      blocks.wrong("at least one block");
    }
    List<Cidr> found = new ArrayList<>();
    items.forEach(item -> block(item).ifPresent(found::add));
    return found.isEmpty() ? Optional.empty() : Optional.of(new Stand.Blocks(found));
  }

  private static Optional<Cidr> block(Cursor cursor) {
    if (!cursor.requireMapping("a block with its cidr")) {
      return Optional.empty();
    }
    Ours.only(cursor, "cidr", "description");
    Ours.description(cursor.at("description"), LONGEST_BLOCK_DESCRIPTION);
    Cursor cidr = cursor.at("cidr");
    String wanted = "a block in its shortest form, such as 10.20.0.0/24 or 2001:db8:1:2::/64";
    Optional<String> text = cidr.requiredText(wanted);
    Optional<Cidr> block = text.flatMap(Cidr::parseStrict);
    if (text.isPresent() && block.isEmpty()) {
      cidr.wrong(wanted);
    }
    if (block.isPresent() && !WIDEST.admits(block.get())) {
      cidr.wrong(
          "a block of at least /%d (IPv4) or /%d (IPv6)".formatted(WIDEST.ipv4(), WIDEST.ipv6()));
      return Optional.empty();
    }
    if (block.isPresent() && SpecialAddresses.contains(block.get().network())) {
      cidr.wrong("no loopback, link-local, multicast, broadcast, mapped or NAT64 addresses");
      return Optional.empty();
    }
    return block;
  }

  private static List<String> usableFrom(Cursor cursor) {
    if (!cursor.requireMapping("usableFrom with the namespaces that may use the source")) {
      return List.of();
    }
    Ours.only(cursor, "namespaces");
    if (!cursor.at("namespaces").isPresent()) {
      cursor.at("namespaces").missing("a list of namespaces");
    }
    List<String> namespaces = new ArrayList<>();
    for (Cursor item : cursor.at("namespaces").items()) {
      Ours.label(item).ifPresent(namespaces::add);
    }
    return namespaces;
  }
}
