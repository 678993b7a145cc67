package dev.nightlatch.kube.crd;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How collections arrive from the wire: an absent one is empty, and the written order is kept.
final class Wire {
  private Wire() {}

  static <T> List<T> copy(@Nullable List<T> read) {
    return read == null ? List.of() : List.copyOf(read);
  }

  static <V> Map<String, V> copy(@Nullable Map<String, V> read) {
    return read == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(read));
  }
}
