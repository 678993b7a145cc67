package dev.nightlatch.operator;

import java.util.Arrays;
import java.util.List;

/// What a night is about. Its text is its name, from which it can be lived again.
///
/// @param when at which call of the operator the mishap strikes, from 1; 0 for never
/// @param swept whether a sweeper is at work beside the loop
record Plot(Mishap mishap, Life life, int when, boolean swept) {
  private static final String SWEPT = "swept";

  /// The plot of this name: `CUT_OFF TWO_SIDES 17`, with `swept` behind it or not.
  static Plot parse(String name) {
    List<String> words = Arrays.asList(name.strip().split(" +"));
    return new Plot(
        Mishap.valueOf(words.get(0)),
        Life.valueOf(words.get(1)),
        Integer.parseInt(words.get(2)),
        words.contains(SWEPT));
  }

  @Override
  public String toString() {
    return mishap + " " + life + " " + when + (swept ? " " + SWEPT : "");
  }
}
