package dev.nightlatch.bench;

import dev.nightlatch.engine.eval.Matrix;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
import java.util.Locale;

/// All pairs of a scenario as a matrix of shapes, several times in one process.
public final class AllPairs {
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

  static long checksum(Matrix matrix) {
    long checksum = 0;
    for (int from = 0; from < matrix.shapes(); from++) {
      for (int to = 0; to < matrix.shapes(); to++) {
        checksum = checksum * 31 + matrix.bounds(matrix.between(from, to)).hashCode();
      }
    }
    return checksum;
  }
}
