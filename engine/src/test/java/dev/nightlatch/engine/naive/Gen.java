package dev.nightlatch.engine.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Values at random, described once and made in two ways: as an arbitrary, which shrinks, and drawn
/// from a seed, which is a hundred times as fast.
///
/// Wherever there is a choice the first is the simplest, so that failures shrink towards it.
record Gen<T>(Arbitrary<T> arbitrary, Function<SplittableRandom, T> draw) {

  /// Makes one value; the same random, the same value.
  T from(SplittableRandom random) {
    return draw.apply(random);
  }

  static <T> Gen<T> just(T value) {
    return new Gen<>(Arbitraries.just(value), _ -> value);
  }

  @SafeVarargs
  static <T> Gen<T> of(T... values) {
    List<T> all = new ArrayList<>();
    for (T value : values) {
      all.add(value);
    }
    return of(all);
  }

  static <T> Gen<T> of(List<T> values) {
    return new Gen<>(Arbitraries.of(values), random -> values.get(random.nextInt(values.size())));
  }

  /// From `min` to `max`, both included.
  static Gen<Integer> ints(int min, int max) {
    return new Gen<>(
        Arbitraries.integers().between(min, max), random -> random.nextInt(min, max + 1));
  }

  /// Any of these with the same chance.
  @SafeVarargs
  static <T> Gen<T> oneOf(Gen<? extends T>... choices) {
    List<Gen<? extends T>> all = new ArrayList<>();
    List<Arbitrary<? extends T>> arbitraries = new ArrayList<>();
    for (Gen<? extends T> choice : choices) {
      all.add(choice);
      arbitraries.add(choice.arbitrary);
    }
    return new Gen<>(
        Arbitraries.oneOf(arbitraries), random -> all.get(random.nextInt(all.size())).from(random));
  }

  /// The other one in one case of `n`.
  Gen<T> orRarely(int n, Gen<T> other) {
    return new Gen<>(
        Arbitraries.frequencyOf(Tuple.of(n - 1, arbitrary), Tuple.of(1, other.arbitrary)),
        random -> random.nextInt(n) == 0 ? other.from(random) : from(random));
  }

  /// From `min` to `max` values, both included.
  Gen<List<T>> list(int min, int max) {
    return new Gen<>(
        arbitrary.list().ofMinSize(min).ofMaxSize(max),
        random -> {
          List<T> values = new ArrayList<>();
          int size = random.nextInt(min, max + 1);
          for (int i = 0; i < size; i++) {
            values.add(from(random));
          }
          return values;
        });
  }

  /// From none to `max` values, both included; when drawn, more rather than fewer.
  Gen<List<T>> crowd(int max) {
    return new Gen<>(
        arbitrary.list().ofMaxSize(max),
        random -> {
          int least = random.nextInt(max + 1);
          return list(least, max).from(random);
        });
  }

  <R> Gen<R> map(Function<T, R> function) {
    return new Gen<>(arbitrary.map(function), random -> function.apply(from(random)));
  }

  /// Both at once, independently of each other.
  <U, R> Gen<R> with(Gen<U> other, BiFunction<T, U, R> function) {
    return new Gen<>(
        Combinators.combine(arbitrary, other.arbitrary).as(function::apply),
        random -> function.apply(from(random), other.from(random)));
  }

  interface Of3<A, B, C, R> {
    R make(A a, B b, C c);
  }

  static <A, B, C, R> Gen<R> combine(Gen<A> a, Gen<B> b, Gen<C> c, Of3<A, B, C, R> function) {
    return new Gen<>(
        Combinators.combine(a.arbitrary, b.arbitrary, c.arbitrary).as(function::make),
        random -> function.make(a.from(random), b.from(random), c.from(random)));
  }

  interface Of4<A, B, C, D, R> {
    R make(A a, B b, C c, D d);
  }

  static <A, B, C, D, R> Gen<R> combine(
      Gen<A> a, Gen<B> b, Gen<C> c, Gen<D> d, Of4<A, B, C, D, R> function) {
    return new Gen<>(
        Combinators.combine(a.arbitrary, b.arbitrary, c.arbitrary, d.arbitrary).as(function::make),
        random -> function.make(a.from(random), b.from(random), c.from(random), d.from(random)));
  }

  interface Of5<A, B, C, D, E, R> {
    R make(A a, B b, C c, D d, E e);
  }

  static <A, B, C, D, E, R> Gen<R> combine(
      Gen<A> a, Gen<B> b, Gen<C> c, Gen<D> d, Gen<E> e, Of5<A, B, C, D, E, R> function) {
    return new Gen<>(
        Combinators.combine(a.arbitrary, b.arbitrary, c.arbitrary, d.arbitrary, e.arbitrary)
            .as(function::make),
        random ->
            function.make(
                a.from(random), b.from(random), c.from(random), d.from(random), e.from(random)));
  }

  /// What these make, each of its place in the list.
  static <T> List<T> numbered(List<IntFunction<T>> makers) {
    List<T> made = new ArrayList<>();
    for (IntFunction<T> maker : makers) {
      made.add(maker.apply(made.size()));
    }
    return made;
  }
}
