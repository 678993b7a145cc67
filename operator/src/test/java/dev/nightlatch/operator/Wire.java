package dev.nightlatch.operator;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/// Carries an operator's calls to cluster and record, counts them, and lets weather come between.
final class Wire {
  /// A call on its way.
  ///
  /// @param number from 1; 0 of a call that does not count
  record Call(int number, Class<?> port, String method) {
    boolean isOfRecord() {
      return port == Journal.class;
    }

    /// What it fails with where its other end cannot be reached.
    RuntimeException failure() {
      return isOfRecord()
          ? new JournalException("on purpose")
          : new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
    }

    @Override
    public String toString() {
      return port.getSimpleName() + "." + method;
    }
  }

  /// What befalls calls: each throws what the caller gets instead of an answer.
  interface Weather {
    Weather FAIR = new Weather() {};

    default void before(Call call) {}

    default void after(Call call) {}
  }

  /// Looks on.
  interface Onlooker {
    /// Before a call that counts.
    void begins(Call call);

    /// After a call was carried out, whether or not its answer arrives.
    void done(Call call);
  }

  private final List<Call> calls = new ArrayList<>();
  private final Onlooker onlooker;
  private Weather weather = Weather.FAIR;

  Wire(Onlooker onlooker) {
    this.onlooker = onlooker;
  }

  /// The calls that counted, in their order.
  List<Call> calls() {
    return List.copyOf(calls);
  }

  void weather(Weather next) {
    weather = next;
  }

  /// `port`, whose calls count.
  <P> P counted(Class<P> type, P port) {
    return through(type, port, true);
  }

  /// `port`, whose calls do not count and have the same weather.
  <P> P aside(Class<P> type, P port) {
    return through(type, port, false);
  }

  private <P> P through(Class<P> type, P port, boolean counts) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          Call call = new Call(counts ? calls.size() + 1 : 0, type, method.getName());
          if (counts) {
            calls.add(call);
            onlooker.begins(call);
          }
          Weather there = weather;
          there.before(call);
          Object answer;
          try {
            answer = method.invoke(port, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
          onlooker.done(call);
          there.after(call);
          return answer;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
