package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.VariantTexts;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Checks the key and the arms of a {@code variant} as far as they are literals. */
final class VariantCheck {
  private VariantCheck() {}

  static void check(MethodCallExpression call, Problems problems) {
    String key = Names.literal(Names.positional(call, 0));
    if (!"variant".equals(call.getMethodAsString()) || key == null) {
      return;
    }
    List<String> arms = new ArrayList<>();
    String arm = Names.literal(Names.positional(call, 1));
    while (arm != null) {
      arms.add(arm);
      arm = Names.literal(Names.positional(call, arms.size() + 1));
    }
    try {
      VariantTexts.key(key);
      if (!arms.isEmpty()) {
        VariantTexts.arms(arms);
      }
    } catch (IllegalArgumentException e) {
      problems.add(call, String.valueOf(e.getMessage()));
    }
  }
}
