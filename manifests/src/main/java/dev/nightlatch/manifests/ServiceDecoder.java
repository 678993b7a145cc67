package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.EndpointSlice.Endpoint;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Service.Backends;
import dev.nightlatch.engine.model.ServicePort;
import dev.nightlatch.engine.model.TargetPort;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Services and where their connections end.
final class ServiceDecoder {
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private ServiceDecoder() {}

  /// Source: `Service`, `ServiceSpec`, v1.
  static Decoded<Service> service(Cursor object) {
    Optional<Head> head = Head.of(object, Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    Backends backends = backends(spec);
    List<ServicePort> ports = new ArrayList<>();
    for (Cursor item : spec.at("ports").items()) {
      port(item).ifPresent(ports::add);
    }
    List<Address> clusterIps = clusterIps(spec.tolerant());
    List<Address> externalIps = externalIps(spec.tolerant(), object.at("status").tolerant());
    return object
        .log()
        .decoded(
            () ->
                head.map(
                    known ->
                        new Service(
                            known.namespace(),
                            known.name(),
                            backends,
                            ports,
                            isHeadless(spec),
                            clusterIps,
                            externalIps)));
  }

  /// "If empty or not present, the service is assumed to have an external process managing its
  /// endpoints". "Ignored if type is ExternalName."
  private static Backends backends(Cursor spec) {
    if (spec.at("type").text().equals(Optional.of("ExternalName"))) {
      return new Backends.External(spec.at("externalName").requiredText("a name").orElse(""));
    }
    Map<String, String> selector = Selectors.labels(spec.at("selector"));
    return selector.isEmpty()
        ? new Backends.Written()
        : new Backends.Selected(LabelSelector.labels(selector));
  }

  private static Optional<ServicePort> port(Cursor item) {
    if (!item.requireMapping("a port with its number")) {
      return Optional.empty();
    }
    String name = item.at("name").text().orElse("");
    Optional<Protocol> protocol = PortDecoder.protocol(item.at("protocol"));
    Optional<Integer> number = PortDecoder.requiredNumber(item.at("port"));
    Optional<TargetPort> leads = target(item.at("targetPort"), number);
    return protocol.flatMap(
        of -> number.flatMap(at -> leads.map(to -> new ServicePort(name, of, at, to))));
  }

  /// "If this is not specified, the value of the 'port' field is used"; 0 and "" count as that.
  private static Optional<TargetPort> target(Cursor cursor, Optional<Integer> port) {
    if (cursor.isText() && !cursor.text().equals(Optional.of(""))) {
      return cursor.text().map(TargetPort.Named::new);
    }
    Optional<Integer> number = cursor.isText() ? Optional.of(0) : PortDecoder.number(cursor, 0);
    boolean own = !cursor.isPresent() || number.equals(Optional.of(0));
    return (own ? port : number).map(TargetPort.Numbered::new);
  }

  private static boolean isHeadless(Cursor spec) {
    return spec.tolerant().at("clusterIP").text().equals(Optional.of("None"));
  }

  /// `None` stands for a headless service. Of several addresses the first is also the single
  /// `clusterIP`.
  private static List<Address> clusterIps(Cursor spec) {
    List<Address> addresses = new ArrayList<>();
    List<Cursor> items = spec.at("clusterIPs").items();
    for (Cursor item : items.isEmpty() ? List.of(spec.at("clusterIP")) : items) {
      if (!item.isText() || !item.text().equals(Optional.of("None"))) {
        Addresses.add(item, addresses);
      }
    }
    return addresses;
  }

  /// A load balancer that is known by a name has no address here.
  private static List<Address> externalIps(Cursor spec, Cursor status) {
    List<Address> addresses = new ArrayList<>();
    for (Cursor item : spec.at("externalIPs").items()) {
      Addresses.add(item, addresses);
    }
    for (Cursor item : status.at("loadBalancer").at("ingress").items()) {
      Addresses.add(item.at("ip"), addresses);
    }
    return addresses;
  }

  /// Source: `EndpointSlice`, discovery.k8s.io/v1.
  static Decoded<EndpointSlice> slice(Cursor object) {
    Optional<Head> head = Head.of(object, Scope.NAMESPACE);
    List<EndpointSlice.Port> ports = new ArrayList<>();
    for (Cursor item : object.at("ports").items()) {
      slicePort(item).ifPresent(ports::add);
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (Cursor item : object.at("endpoints").items()) {
      if (item.requireMapping("an endpoint with its addresses")) {
        endpoints.add(endpoint(item));
      }
    }
    return object
        .log()
        .decoded(
            () ->
                head.map(
                    known ->
                        new EndpointSlice(
                            known.namespace(),
                            known.name(),
                            known.labels().getOrDefault(SERVICE_LABEL, ""),
                            ports,
                            endpoints)));
  }

  /// A port without a number stands for whatever its reader makes of it: nothing, here.
  private static Optional<EndpointSlice.Port> slicePort(Cursor item) {
    if (!item.requireMapping("a port")) {
      return Optional.empty();
    }
    String name = item.at("name").text().orElse("");
    Optional<Protocol> protocol = PortDecoder.protocol(item.at("protocol"));
    Optional<Integer> number = PortDecoder.number(item.at("port"), 1);
    return protocol.flatMap(of -> number.map(at -> new EndpointSlice.Port(name, of, at)));
  }

  /// Addresses of the type `FQDN` are names, and no addresses here.
  private static Endpoint endpoint(Cursor item) {
    List<Address> addresses = new ArrayList<>();
    for (Cursor address : item.at("addresses").items()) {
      address.text().flatMap(Addresses::parse).ifPresent(addresses::add);
    }
    Cursor target = item.at("targetRef").tolerant();
    boolean isPod = target.at("kind").text().equals(Optional.of("Pod"));
    return new Endpoint(addresses, isPod ? target.at("name").text().orElse("") : "");
  }
}
