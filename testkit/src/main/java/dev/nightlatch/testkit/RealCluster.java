package dev.nightlatch.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives a test class a real control plane: parameters of type [TestCluster] or
/// [dev.nightlatch.controlplane.ControlPlane], in constructors, lifecycle methods and tests.
///
/// A [TestCluster] brings a fresh namespace: a test method and its `@BeforeEach` share one of their
/// own, the constructor, `@BeforeAll` and `@AfterAll` share that of the class.
///
/// Where the programs are not there the class is skipped and counted, and `./mvnw` says so at the
/// end of its run; with `NIGHTLATCH_REQUIRE_CONTROL_PLANE=1` it fails.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RealClusterExtension.class)
public @interface RealCluster {
  /// A control plane for this class alone, for tests that stop its programs or change what is not
  /// in a namespace. Without it, all classes of the same JVM share one.
  boolean isolated() default false;

  /// More flags for etcd, each `--name=value`; only where isolated.
  String[] etcd() default {};

  /// More flags for kube-apiserver, each `--name=value`; only where isolated.
  String[] apiServer() default {};

  /// More flags for kube-controller-manager, each `--name=value`; only where isolated.
  String[] controllerManager() default {};
}
