package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pods, as far as network policies see them. What is wrong with the rest keeps no pod from being
/// read. Source: `Pod`, `PodStatus`, v1.
final class PodDecoder {
  private PodDecoder() {}

  static Decoded<Pod> pod(Cursor object) {
    Optional<Head> head = Head.of(object, Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    PodSpec seen = PodSpec.of(spec);
    String node = spec.at("nodeName").tolerant().text().orElse("");
    Cursor status = object.at("status");
    status.isMappingOrAbsent("a status");
    String phase = status.at("phase").text().orElse("");
    boolean finished = phase.equals("Succeeded") || phase.equals("Failed");
    List<Address> own = addresses(status.at("podIPs"), status.at("podIP"));
    List<Address> nodes = addresses(status.at("hostIPs"), status.at("hostIP"));
    return object
        .log()
        .decoded(
            () ->
                head.map(
                    known ->
                        new Pod(
                            known.namespace(),
                            known.name(),
                            known.labels(),
                            seen.hostNetwork(),
                            finished,
                            seen.ports(),
                            own,
                            node,
                            nodes,
                            known.controller())));
  }

  /// The addresses of a list of `{ip: …}` and of the older single field. If one of them is none,
  /// no address is known: the others would pass for all of them.
  private static List<Address> addresses(Cursor list, Cursor single) {
    List<Address> addresses = new ArrayList<>();
    boolean known = Addresses.add(single.tolerant(), addresses);
    for (Cursor item : list.tolerant().items()) {
      known &= Addresses.add(item.at("ip"), addresses);
    }
    return known ? addresses : List.of();
  }
}
