package dev.nightlatch.testkit;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.Binaries.Located;
import dev.nightlatch.controlplane.ControlPlane;
import java.lang.reflect.Constructor;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// What [RealCluster] does.
final class RealClusterExtension
    implements ExecutionCondition,
        ParameterResolver,
        InvocationInterceptor,
        AfterEachCallback,
        AfterAllCallback {
  static final String REQUIRE_VARIABLE = "NIGHTLATCH_REQUIRE_CONTROL_PLANE";

  private static final Namespace NAMESPACE = Namespace.create(RealClusterExtension.class);
  private static final int TAIL_LINES = 60;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    ConditionEvaluationResult result = condition(Binaries.locate(), System.getenv());
    if (result.isDisabled() && context.getTestMethod().isEmpty()) {
      context.getTestClass().ifPresent(Skipped::count);
    }
    return result;
  }

  static ConditionEvaluationResult condition(Located located, Map<String, String> environment) {
    return switch (located) {
      case Located.Found _ -> ConditionEvaluationResult.enabled("the programs are there");
      case Located.Missing _ when "1".equals(environment.get(REQUIRE_VARIABLE)) ->
          ConditionEvaluationResult.enabled("a control plane is required, so it fails");
      case Located.Missing(var why) ->
          ConditionEvaluationResult.disabled(why + " Run dev/control-plane binaries.");
    };
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestCluster.class || type == ControlPlane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ControlPlane plane = RunningPlanes.of(context).plane();
    return parameter.getParameter().getType() == ControlPlane.class
        ? plane
        : context
            .getStore(NAMESPACE)
            .computeIfAbsent(
                context.getUniqueId(),
                _ -> TestCluster.fresh(plane, context.getRequiredTestClass()),
                TestCluster.class);
  }

  /// A class whose instance is not made has no [#afterEach] or [#afterAll].
  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    try {
      return invocation.proceed();
    } catch (Throwable failure) {
      printTails(context);
      throw failure;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    printTailsOnFailure(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    printTailsOnFailure(context);
  }

  private static void printTailsOnFailure(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      printTails(context);
    }
  }

  private static void printTails(ExtensionContext context) {
    RunningPlanes.running(context)
        .ifPresent(
            plane ->
                System.err.println(
                    context.getDisplayName()
                        + " failed"
                        + System.lineSeparator()
                        + plane.tails(TAIL_LINES)));
  }
}
