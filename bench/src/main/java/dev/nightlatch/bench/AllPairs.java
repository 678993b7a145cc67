package dev.nightlatch.bench;

import dev.nightlatch.engine.eval.Matrix;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
import java.util.Arrays;
import java.util.Locale;

/// All pairs of a scenario as a matrix of shapes, several times in one process.
public final class AllPairs {
  private static final int TILE = 64;

  private AllPairs() {}

  /// Measures, and prints a line for each time.
  ///
  /// @param args a scenario, and how often
  public static void main(String[] args) {
    Snapshot snapshot = Scenario.valueOf(args[0]).live();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      long begin = System.nanoTime();
      Matrix matrix = Matrix.of(snapshot, CniProfile.DEFAULT);
      long made = System.nanoTime();
      long checksum = checksum(matrix);
      long end = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%s shapes %d made %.3f s pairs %.3f s checksum %016x heap %d MB%n",
          args[0],
          matrix.shapes(),
          (made - begin) / 1e9,
          (end - made) / 1e9,
          checksum,
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }
  }

  /// A number that depends on what each shape may speak to each other.
  ///
  /// Looked up tile by tile: what a shape's policies say lies together, and each pair asks those of
  /// both of its ends.
  static long checksum(Matrix matrix) {
    int shapes = matrix.shapes();
    long checksum = 0;
    int[] hashes = new int[0];
    for (int left = 0; left < shapes; left += TILE) {
      for (int top = 0; top < shapes; top += TILE) {
        for (int from = left; from < Math.min(shapes, left + TILE); from++) {
          for (int to = top; to < Math.min(shapes, top + TILE); to++) {
            int bounds = matrix.between(from, to);
            if (bounds >= hashes.length) {
              hashes = hashes(matrix, hashes, bounds);
            }
            checksum = checksum * 31 + hashes[bounds];
          }
        }
      }
    }
    return checksum;
  }

  private static int[] hashes(Matrix matrix, int[] known, int last) {
    int[] more = Arrays.copyOf(known, last + 1);
    for (int i = known.length; i < more.length; i++) {
      more[i] = matrix.bounds(i).hashCode();
    }
    return more;
  }
}
