package dev.nightlatch.engine.eval;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/// Remembers a function of two small numbers.
final class PairMemo {
  private static final int UNKNOWN = -1;

  private final IntBinaryOperator function;
  private int[][] results = new int[16][];

  /// @param function never negative
  PairMemo(IntBinaryOperator function) {
    this.function = function;
  }

  int of(int left, int right) {
    if (left >= results.length) {
      results = Arrays.copyOf(results, Math.max(left + 1, 2 * results.length));
    }
    int[] row = results[left];
    if (row == null || right >= row.length) {
      row = grown(row, right);
      results[left] = row;
    }
    int result = row[right];
    if (result == UNKNOWN) {
      result = function.applyAsInt(left, right);
      row[right] = result;
    }
    return result;
  }

  private static int[] grown(int[] row, int right) {
    int before = row == null ? 0 : row.length;
    int[] grown =
        row == null ? new int[right + 8] : Arrays.copyOf(row, Math.max(right + 1, 2 * before));
    Arrays.fill(grown, before, grown.length, UNKNOWN);
    return grown;
  }
}
