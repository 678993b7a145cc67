package dev.nightlatch.operator;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets one call of a port fail, before or after it was carried out, and counts the calls.
final class FaultPlan {
  /// How a call goes wrong.
  enum Fault {
    /// It fails, and nothing was done.
    NOT_DONE,
    /// It was done, and its answer is lost.
    ANSWER_LOST,
    /// The process dies before it.
    DEATH_BEFORE,
    /// The process dies right after it.
    DEATH_AFTER
  }

  /// The process is dead: nothing but a new one goes on.
  static final class Death extends Error {
    Death() {
      super("kill -9");
    }
  }

  private final int when;
  private final Fault fault;
  private final Runnable afterEach;
  private int calls;

  /// @param when which call fails, counted from 1; 0 for none
  /// @param afterEach what looks on after each call
  FaultPlan(int when, Fault fault, Runnable afterEach) {
    this.when = when;
    this.fault = fault;
    this.afterEach = afterEach;
  }

  int calls() {
    return calls;
  }

  /// `port`, with this plan's fault in it.
  <P> P on(Class<P> type, P port, Supplier<? extends RuntimeException> failure) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          calls++;
          boolean now = calls == when;
          if (now && fault == Fault.NOT_DONE) {
            throw failure.get();
          }
          if (now && fault == Fault.DEATH_BEFORE) {
            throw new Death();
          }
          Object answer = call(port, method, arguments);
          afterEach.run();
          if (now && fault == Fault.ANSWER_LOST) {
            throw failure.get();
          }
          if (now && fault == Fault.DEATH_AFTER) {
            throw new Death();
          }
          return answer;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /// `port`, of each call of which `note` is told before it is made.
  static <P> P noted(Class<P> type, P port, BiConsumer<Method, Object @Nullable []> note) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          note.accept(method, arguments);
          return call(port, method, arguments);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /// `port`, whose methods of these names always fail.
  static <P> P failing(
      Class<P> type, P port, Set<String> names, Supplier<? extends RuntimeException> failure) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (names.contains(method.getName())) {
            throw failure.get();
          }
          return call(port, method, arguments);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /// `port`, whose method of this name does what it does and then answers `answer`.
  static <P> P answering(Class<P> type, P port, String name, Object answer) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          Object own = call(port, method, arguments);
          return method.getName().equals(name) ? answer : own;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object port, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(port, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
