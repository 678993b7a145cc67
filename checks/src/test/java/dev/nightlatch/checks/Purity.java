package dev.nightlatch.checks;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The pure rooms: same arguments, same answer.
///
/// They see `java.base` alone, and of it only what neither reads nor moves the world: no clock,
/// file, socket, process, thread, lock, log, reflection, chance, default of the machine, and no
/// stream of the process. References to a method count as calls.
final class Purity {
  /// The rooms, and what each may see beside itself and [#BASE].
  private static final Map<String, Set<String>> ROOMS =
      Map.of(
          "engine",
          Set.of(),
          "grants",
          // Hashes and signatures are functions too.
          Set.of("dev.nightlatch.engine", "java.security"),
          "ledger",
          Set.of("java.security", "java.security.spec", "java.security.interfaces"));

  /// The packages that alone touch files: `store` keeps the ledger's bytes.
  private static final Set<String> TOUCHING = Set.of("dev.nightlatch.ledger.store");

  /// Packages whose types may be seen, as far as [#TYPES] and [#CALLS] allow.
  private static final Set<String> BASE =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.math",
          "java.nio",
          "java.nio.charset",
          "java.text",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "org.jspecify.annotations");

  /// Types of those packages that may not be seen.
  private static final Set<String> TYPES =
      Set.of(
          "java.lang.ClassLoader",
          "java.lang.InheritableThreadLocal",
          "java.lang.Module",
          "java.lang.ModuleLayer",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.ScopedValue",
          "java.lang.StackWalker",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.lang.invoke.VarHandle",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Calendar",
          "java.util.Date",
          "java.util.GregorianCalendar",
          "java.util.Scanner",
          "java.util.ServiceLoader",
          "java.util.Timer",
          "java.util.TimerTask");

  /// Calls that may not be made, as `Type.method`; `new` is a constructor.
  private static final Set<String> CALLS =
      Set.of(
          "java.lang.Boolean.getBoolean",
          "java.lang.Class.forName",
          "java.lang.Class.getResource",
          "java.lang.Class.getResourceAsStream",
          "java.lang.Integer.getInteger",
          "java.lang.Long.getLong",
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.nio.charset.Charset.defaultCharset",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault",
          "java.util.UUID.randomUUID");

  /// Methods that may not be called on anything: they come with supertypes that are not named.
  private static final Set<String> ANYWHERE =
      Set.of("notify", "notifyAll", "parallel", "parallelStream", "printStackTrace", "wait");

  /// Makers of chance that must be given a seed, and nothing else.
  private static final Set<String> SEEDED =
      Set.of("java.util.Random", "java.util.SplittableRandom");

  private Purity() {}

  /// What pure rooms see or do and must not.
  static List<String> breaches(House house) {
    return house.classes().stream()
        .filter(type -> ROOMS.containsKey(Rows.roomOf(type)) && !Rows.isTest(type))
        .filter(type -> !TOUCHING.contains(type.getPackageName()))
        .flatMap(type -> Stream.concat(wrongTypes(type), wrongAccesses(type)))
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> wrongTypes(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .filter(use -> !maySee(type, use.getTargetClass().getBaseComponentType()))
        .map(use -> use.getDescription());
  }

  private static boolean maySee(JavaClass user, JavaClass used) {
    if (used.isPrimitive()) {
      return true;
    }
    String room = Rows.roomOf(user);
    String in = used.getPackageName();
    boolean seen =
        BASE.contains(in)
            || (in + ".").startsWith("dev.nightlatch." + room + ".")
            || ROOMS.getOrDefault(room, Set.of()).stream()
                .anyMatch(other -> (in + ".").startsWith(other + "."));
    return seen && !TYPES.contains(used.getName());
  }

  private static Stream<String> wrongAccesses(JavaClass type) {
    return type.getAccessesFromSelf().stream()
        .filter(access -> isWrong(access))
        .map(JavaAccess::getDescription);
  }

  private static boolean isWrong(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getName();
    String name = target.getName().equals("<init>") ? "new" : target.getName();
    List<String> parameters =
        target instanceof AccessTarget.CodeUnitAccessTarget unit
            ? unit.getRawParameterTypes().stream().map(JavaClass::getName).toList()
            : List.of();
    // Of System only copying of arrays is a function.
    return (owner.equals("java.lang.System") && !name.equals("arraycopy"))
        || (owner.startsWith("java.time.") && name.equals("now"))
        || isUnseeded(owner, name, parameters)
        || CALLS.contains(owner + "." + name)
        || ANYWHERE.contains(name)
        // Reflection begins with these.
        || (owner.equals("java.lang.Class") && name.matches("get(Declared)?(Method|Field|Con).*"));
  }

  private static boolean isUnseeded(String owner, String name, List<String> parameters) {
    return (SEEDED.contains(owner) && name.equals("new") && parameters.isEmpty())
        || (owner.equals("java.util.Collections")
            && name.equals("shuffle")
            && parameters.size() == 1);
  }
}
