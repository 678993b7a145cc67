package dev.nightlatch.bench;

import dev.nightlatch.engine.eval.Impacts;
import dev.nightlatch.engine.eval.Matrix;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Measures clusters like W3 from a twentieth of its size up, and draws what they cost.
public final class Curve {
  private static final int[] NAMESPACES = {25, 50, 100, 200, 350, 500};
  private static final int TIMES = 4;

  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int BOTTOM = 340;

  private Curve() {}

  /// A cluster's size and what it costs, in milliseconds.
  private record Point(int pods, int policies, int shapes, double pairs, double impact) {}

  /// Measures, prints a row for each size, and draws.
  ///
  /// @param args the SVG file to write
  /// @throws IOException if it cannot be written
  public static void main(String[] args) throws IOException {
    List<Point> points = new ArrayList<>();
    for (int namespaces : NAMESPACES) {
      Point point = measured(namespaces);
      points.add(point);
      System.out.printf(
          Locale.ROOT,
          "| %,d | %,d | %,d | %.0f | %.3f |%n",
          point.pods(),
          point.policies(),
          point.shapes(),
          point.pairs(),
          point.impact());
    }
    Files.writeString(Path.of(args[0]), drawn(points));
  }

  /// The fastest of several times for all pairs, the median of many for an impact.
  private static Point measured(int namespaces) {
    Company company = new Company(namespaces, 20, 5, 2, 40, true, 1);
    Snapshot snapshot = company.snapshot();
    double pairs = Double.MAX_VALUE;
    int shapes = 0;
    long checksums = 0;
    for (int i = 0; i < TIMES; i++) {
      long begin = System.nanoTime();
      Matrix matrix = Matrix.of(snapshot, CniProfile.DEFAULT);
      checksums ^= AllPairs.checksum(matrix);
      pairs = Math.min(pairs, (System.nanoTime() - begin) / 1e6);
      shapes = matrix.shapes();
    }
    Impacts impacts = Impacts.of(snapshot, CniProfile.DEFAULT);
    List<Double> times = new ArrayList<>();
    for (NetworkPolicy policy : company.more(1000)) {
      long begin = System.nanoTime();
      checksums += impacts.of(List.of(policy), Set.of()).changes().size();
      times.add((System.nanoTime() - begin) / 1e6);
    }
    if (checksums == 0) {
      throw new IllegalStateException("nothing was evaluated");
    }
    times.sort(Double::compare);
    return new Point(
        snapshot.pods().size(),
        snapshot.networkPolicies().size(),
        shapes,
        pairs,
        times.get(times.size() / 2));
  }

  private static String drawn(List<Point> points) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" \
        font-size="13">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="24" font-size="15">Milliseconds by pods, both on logarithmic scales</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT));
    for (double tick : new double[] {0.01, 0.1, 1, 10, 100, 1000, 10_000}) {
      svg.append(
          String.format(
              Locale.ROOT,
              """
              <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/>
              <text x="%d" y="%.1f" text-anchor="end">%s ms</text>
              """,
              LEFT,
              WIDTH - 20,
              y(tick),
              y(tick),
              LEFT - 8,
              y(tick) + 4,
              tick < 1 ? Double.toString(tick) : Integer.toString((int) tick)));
    }
    for (Point point : points) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>%n",
              x(point.pods()),
              BOTTOM + 22,
              point.pods()));
    }
    line(svg, points, "#1f5fa8", "all pairs", true);
    line(svg, points, "#b3471d", "impact of one policy", false);
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">pods</text>%n</svg>%n"
            .formatted((LEFT + WIDTH) / 2, BOTTOM + 44));
    return svg.toString();
  }

  private static void line(
      StringBuilder svg, List<Point> points, String colour, String name, boolean isPairs) {
    StringBuilder path = new StringBuilder();
    double height = 0;
    for (Point point : points) {
      height = y(isPairs ? point.pairs() : point.impact());
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.pods()), height));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>
            <text x="%d" y="%.1f" text-anchor="end" fill="%s">%s</text>
            """,
            path.toString().strip(),
            colour,
            WIDTH - 24,
            height - 12,
            colour,
            name));
  }

  private static double x(int pods) {
    return LEFT + 20 + Math.log10(pods / 2500.0) / Math.log10(20) * (WIDTH - LEFT - 70);
  }

  private static double y(double milliseconds) {
    return BOTTOM - (Math.log10(milliseconds) + 2) / 6 * (BOTTOM - 50);
  }
}
