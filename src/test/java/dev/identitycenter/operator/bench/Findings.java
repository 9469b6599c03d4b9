package dev.identitycenter.operator.bench;

import java.util.List;

/**
 * What a scenario found.
 *
 * @param setting what was done, in one or two sentences
 * @param table the numbers
 * @param verdicts targets, met or not
 */
record Findings(String title, String setting, Table table, List<Verdict> verdicts) {

  /** A target and what was measured for it. */
  record Verdict(boolean met, String target, String measured) {
    @Override
    public String toString() {
      return "%s  %s: %s".formatted(met ? "PASS" : "FAIL", target, measured);
    }
  }
}
