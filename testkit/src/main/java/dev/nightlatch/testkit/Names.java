package dev.nightlatch.testkit;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Names of namespaces that say whose they are: `latch-it-3`.
final class Names {
  private static final AtomicInteger NEXT = new AtomicInteger(1);
  private static final int LONGEST_STEM = 50;

  private Names() {}

  /// A name that was not given before in this JVM.
  static String namespace(Class<?> testClass) {
    String stem =
        testClass
            .getSimpleName()
            .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    return stem.substring(0, Math.min(stem.length(), LONGEST_STEM)) + "-" + NEXT.getAndIncrement();
  }
}
