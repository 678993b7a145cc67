package dev.nightlatch.engine.eval;

import java.util.Arrays;

/// Numbers in a row; equal by content. Not to be changed once it is a key.
final class IntList {
  private int[] numbers = new int[4];
  private int size;

  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  int get(int index) {
    return numbers[index];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntList that
        && Arrays.equals(numbers, 0, size, that.numbers, 0, that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + numbers[i];
    }
    return hash;
  }
}
