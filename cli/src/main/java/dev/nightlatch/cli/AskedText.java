package dev.nightlatch.cli;

import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortSet;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.DnsNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who and what a question is about, as people type it.
final class AskedText {
  private static final String SOURCE =
      "NAMESPACE/POD, NAMESPACE/deployment/NAME, an address or a block such as 10.20.0.0/24";
  private static final String DESTINATION =
      "NAMESPACE/POD:PORT, NAMESPACE/deployment/NAME:PORT, SERVICE.NAMESPACE[:PORT],"
          + " 192.0.2.7:PORT or [2001:db8::1]:PORT";
  private static final List<String> SERVICE_ENDS = List.of(".svc.cluster.local", ".svc");

  /// Source: `NetworkPolicyPort.port`: "IANA_SVC_NAME".
  private static final Pattern PORT_NAME = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9]*");

  private static final int LONGEST_PORT_NAME = 15;

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("deployment", "Deployment"),
          Map.entry("deploy", "Deployment"),
          Map.entry("replicaset", "ReplicaSet"),
          Map.entry("rs", "ReplicaSet"),
          Map.entry("statefulset", "StatefulSet"),
          Map.entry("sts", "StatefulSet"),
          Map.entry("daemonset", "DaemonSet"),
          Map.entry("ds", "DaemonSet"),
          Map.entry("job", "Job"),
          Map.entry("cronjob", "CronJob"),
          Map.entry("cj", "CronJob"),
          Map.entry("replicationcontroller", "ReplicationController"),
          Map.entry("rc", "ReplicationController"),
          Map.entry("pod", WorkloadRef.POD),
          Map.entry("po", WorkloadRef.POD));

  private AskedText() {}

  /// A destination with its port.
  record Destination(Target target, AskedPort port) {}

  /// What cannot be understood, and how it is written.
  static final class Unclear extends Exception {
    Unclear(String what, String found, String wanted) {
      super("%s '%s' is none that I know; it is written %s".formatted(what, found, wanted));
    }

    Unclear(String message) {
      super(message);
    }
  }

  /// Reads a source.
  static Target source(String text) throws Unclear {
    return block(unbracketed(text))
        .<Target>map(Target.OfBlock::new)
        .or(() -> pods(text))
        .orElseThrow(() -> new Unclear("the source", text, SOURCE));
  }

  private static String unbracketed(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  private static Optional<Cidr> block(String text) {
    return Address.parse(text)
        .filter(address -> !address.isMapped())
        .map(Address::alone)
        .or(() -> Cidr.parse(text));
  }

  private static Optional<Target> pods(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length == 2 && DnsNames.isLabel(parts[0]) && DnsNames.isSubdomain(parts[1])) {
      return Optional.of(new Target.OfPod(parts[0], parts[1]));
    }
    if (parts.length != 3 || !DnsNames.isLabel(parts[0]) || !DnsNames.isSubdomain(parts[2])) {
      return Optional.empty();
    }
    String typed = parts[1].toLowerCase(Locale.ROOT);
    if (!KIND.matcher(typed).matches()) {
      return Optional.empty();
    }
    // One that is not known may be a pod's owner all the same: whoever has the pods looks.
    String kind = KINDS.getOrDefault(typed, KINDS.getOrDefault(singular(typed), typed));
    return Optional.of(
        kind.equals(WorkloadRef.POD)
            ? new Target.OfPod(parts[0], parts[2])
            : new Target.OfWorkload(new WorkloadRef(parts[0], kind, parts[2])));
  }

  private static String singular(String typed) {
    return typed.endsWith("s") ? typed.substring(0, typed.length() - 1) : typed;
  }

  /// Reads a destination with its port: a service may do without, whose ports are all meant then.
  static Destination destination(String text) throws Unclear {
    Protocol protocol = Protocol.TCP;
    String rest = text;
    for (Protocol each : Protocol.values()) {
      String end = "/" + each.name();
      if (text.length() > end.length()
          && text.regionMatches(true, text.length() - end.length(), end, 0, end.length())) {
        protocol = each;
        rest = text.substring(0, text.length() - end.length());
      }
    }
    int colon = rest.lastIndexOf(':');
    boolean hasPort = colon > 0 && !block(rest).isPresent() && !rest.endsWith("]");
    if (!hasPort) {
      Target target = target(rest).orElseThrow(() -> unclear(text));
      if (target instanceof Target.OfService) {
        return new Destination(target, new AskedPort.EveryOfService());
      }
      throw new Unclear(
          "the destination '%s' has no port; it is written %s".formatted(text, DESTINATION));
    }
    Target target = target(rest.substring(0, colon)).orElseThrow(() -> unclear(text));
    return new Destination(target, port(rest.substring(colon + 1), protocol));
  }

  private static Unclear unclear(String text) {
    return new Unclear("the destination", text, DESTINATION);
  }

  /// Reads a destination without its port.
  static Optional<Target> target(String text) {
    return block(unbracketed(text))
        .<Target>map(Target.OfBlock::new)
        .or(() -> pods(text))
        .or(() -> service(text));
  }

  private static Optional<Target> service(String text) {
    String name = text;
    for (String end : SERVICE_ENDS) {
      if (name.endsWith(end)) {
        name = name.substring(0, name.length() - end.length());
        break;
      }
    }
    int dot = name.indexOf('.');
    if (dot < 0
        || !DnsNames.isLabel(name.substring(0, dot))
        || !DnsNames.isLabel(name.substring(dot + 1))) {
      return Optional.empty();
    }
    return Optional.of(new Target.OfService(name.substring(dot + 1), name.substring(0, dot)));
  }

  /// Reads a port: a number or a name.
  static AskedPort port(String text, Protocol protocol) throws Unclear {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number < 1 || number > PortSet.HIGHEST) {
        throw new Unclear("the port %d is none: they go from 1 to 65535".formatted(number));
      }
      return new AskedPort.Numbered(number, protocol);
    }
    if (text.length() > LONGEST_PORT_NAME || !PORT_NAME.matcher(text).matches()) {
      throw new Unclear("the port", text, "as a number or as a port's name such as http");
    }
    return new AskedPort.Named(text, protocol);
  }

  /// Reads a protocol, in any case.
  static Protocol protocol(String text) throws Unclear {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.name().equalsIgnoreCase(text)) {
        return protocol;
      }
    }
    throw new Unclear("the protocol", text, "TCP, UDP or SCTP");
  }
}
