package dev.nightlatch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/// Counts what was skipped for want of a control plane, in one file per class under the module's
/// `target`, where `./mvnw` finds it at the end of its run.
final class Skipped {
  private Skipped() {}

  static void count(Class<?> testClass) {
    if (testClass.getEnclosingClass() != null) {
      return;
    }
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    if (!Files.exists(module.resolve("pom.xml"))) {
      return;
    }
    try {
      Path folder = Files.createDirectories(module.resolve("target/control-plane-skipped"));
      Files.writeString(folder.resolve(testClass.getName()), tests(testClass) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The test methods of a class and of the classes nested in it. One with parameters counts once.
  static long tests(Class<?> testClass) {
    long own =
        AnnotationSupport.findAnnotatedMethods(
                testClass, Testable.class, HierarchyTraversalMode.TOP_DOWN)
            .size();
    long nested =
        ReflectionSupport.findNestedClasses(
                testClass, type -> AnnotationSupport.isAnnotated(type, Nested.class))
            .stream()
            .mapToLong(Skipped::tests)
            .sum();
    return own + nested;
  }
}
