package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A condition as a script says it, while the script is compiled: its shape is known, its values are
 * expressions that the running word computes.
 */
sealed interface Draft {
  /** Where the script says it. */
  ASTNode at();

  /** The condition that holds exactly when this one does not. */
  default Draft negated() {
    return new Negated(at(), this);
  }

  /** A property compared with a value; null for presence and absence. */
  record Compared(ASTNode at, Expression property, Operator operator, @Nullable Expression value)
      implements Draft {
    @Override
    public Draft negated() {
      Operator opposite = operator.complement();
      return opposite == null ? Draft.super.negated() : new Compared(at, property, opposite, value);
    }
  }

  /** A property compared with a list that is known when the word runs: equal to one, or to none. */
  record Listed(ASTNode at, Expression property, boolean inside, Expression values)
      implements Draft {
    @Override
    public Draft negated() {
      return new Listed(at, property, !inside, values);
    }
  }

  /** A question on the events of a name. */
  record Counted(
      ASTNode at,
      Expression event,
      EventCheck check,
      @Nullable Operator operator,
      @Nullable Expression value,
      @Nullable Expression within)
      implements Draft {
    @Override
    public Draft negated() {
      if (operator == null) {
        boolean none = check == EventCheck.NOT_EXISTS;
        return new Counted(
            at, event, none ? EventCheck.EXISTS : EventCheck.NOT_EXISTS, null, null, within);
      }
      Operator opposite = operator.countComplement();
      return opposite == null
          ? Draft.super.negated()
          : new Counted(at, event, check, opposite, value, within);
    }
  }

  /** A question on the latest mail from a template. */
  record Mailed(ASTNode at, Expression template, EmailCheck check) implements Draft {}

  /**
   * Several of them, all or any; an open one merges with the same join around it, so that {@code a
   * && (b && c)} has three parts, and one that {@code all(…)} made does not.
   */
  record Joined(ASTNode at, boolean all, boolean open, List<Draft> parts) implements Draft {
    @Override
    public Draft negated() {
      return joined(at, !all, open, parts.stream().map(Draft::negated).toList());
    }

    /** Parts joined, open ones of the same join merged. */
    static Draft joined(ASTNode at, boolean all, boolean open, List<Draft> parts) {
      return new Joined(
          at, all, open, open ? parts.stream().flatMap(one -> flat(one, all)).toList() : parts);
    }

    private static Stream<Draft> flat(Draft part, boolean all) {
      return part instanceof Joined inner && inner.open() && inner.all() == all
          ? inner.parts().stream()
          : Stream.of(part);
    }
  }

  /** Not this one. */
  record Negated(ASTNode at, Draft part) implements Draft {
    @Override
    public Draft negated() {
      return part;
    }
  }

  /** The first part that looks at more than properties, or null. */
  static @Nullable Draft beyondProperties(Draft draft) {
    if (draft instanceof Joined joined) {
      return joined.parts().stream()
          .map(Draft::beyondProperties)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    if (draft instanceof Negated negated) {
      return beyondProperties(negated.part());
    }
    return draft instanceof Counted || draft instanceof Mailed ? draft : null;
  }
}
