package dev.nightlatch.engine.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one network plugin answers each [Switch].
///
/// The profiles of this class are the normative table; `docs/network-plugins.md` prints it. A
/// profile never imitates a mistake of a plugin outside these questions.
///
/// @param readings one for each switch
public record CniProfile(String name, Map<Switch, Reading> readings) {

  /// Where the API's text decides, that; otherwise what most implementations do.
  public static final CniProfile DEFAULT =
      new CniProfile(
          "default",
          of(
              Reading.IP_BLOCKS_MATCH_PODS,
              Reading.BASELINE_PER_DIRECTION,
              Reading.EQUAL_PRIORITY_UNDEFINED,
              Reading.HOST_NETWORK_AS_NODE,
              Reading.OTHER_PROTOCOLS_NOT_REPORTED,
              Reading.NODES_BY_ALL_ADDRESSES,
              Reading.NAMED_PORT_PROTOCOL_OF_POD,
              Reading.UNKNOWN_PEER_OF_PASS_DENIES_ALL,
              Reading.UNKNOWN_WORDS_UNCERTAIN,
              Reading.OWN_NODE_POLICED,
              Reading.OTHER_LAYERS_NOT_COVERED));

  public static final CniProfile CALICO =
      DEFAULT.as(
          "calico",
          Reading.EQUAL_PRIORITY_BY_NAME,
          Reading.NODES_UNSUPPORTED,
          Reading.NAMED_PORT_ANY_PROTOCOL,
          Reading.UNKNOWN_WORDS_SKIPPED);

  public static final CniProfile CILIUM = DEFAULT.as("cilium", Reading.IP_BLOCKS_NEVER_MATCH_PODS);

  public static final CniProfile KUBE_NETWORK_POLICIES =
      DEFAULT.as(
          "kube-network-policies",
          Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY,
          Reading.EQUAL_PRIORITY_BY_NAME,
          Reading.NODES_BY_INTERNAL_AND_EXTERNAL,
          Reading.UNKNOWN_PEER_OF_PASS_MATCHES_NOTHING,
          Reading.UNKNOWN_WORDS_SKIPPED);

  public static final CniProfile NETPOL_ANALYZER =
      DEFAULT.as("netpol-analyzer", Reading.IP_BLOCKS_NEVER_MATCH_PODS, Reading.NODES_IGNORED);

  /// @throws IllegalArgumentException if a switch has no reading or one of another switch
  public CniProfile {
    readings = Collections.unmodifiableMap(new EnumMap<>(readings));
    for (Switch question : Switch.values()) {
      Reading reading = readings.get(question);
      if (reading == null || reading.question() != question) {
        throw new IllegalArgumentException(name + " does not answer " + question);
      }
    }
  }

  private static Map<Switch, Reading> of(Reading... readings) {
    Map<Switch, Reading> map = new EnumMap<>(Switch.class);
    Arrays.stream(readings).forEach(reading -> map.put(reading.question(), reading));
    return map;
  }

  /// All profiles, the default first.
  public static List<CniProfile> all() {
    return List.of(DEFAULT, CALICO, CILIUM, KUBE_NETWORK_POLICIES, NETPOL_ANALYZER);
  }

  /// The profile of that name; empty if there is none.
  public static Optional<CniProfile> named(String name) {
    return all().stream().filter(profile -> profile.name.equals(name)).findFirst();
  }

  /// The same profile with other answers.
  public CniProfile with(Reading... others) {
    return as(name, others);
  }

  private CniProfile as(String newName, Reading... others) {
    Map<Switch, Reading> map = new EnumMap<>(readings);
    map.putAll(of(others));
    return new CniProfile(newName, map);
  }

  /// Whether this is how the plugin reads it.
  public boolean says(Reading reading) {
    return readings.get(reading.question()) == reading;
  }
}
