package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Turns what stands after {@code where} into calls that build condition data: {@code { plan ==
 * 'pro' && seats >= 50 }}, {@code (prop('plan').eq('pro'))}, {@code ([[property: 'plan', operator:
 * 'eq', value: 'pro']])}.
 */
final class WhereTransform {
  private final Problems problems;
  private final ConditionParser parser;
  private final DraftCode code;

  /** {@code values} rewrites the right sides, which are ordinary expressions of the script. */
  WhereTransform(Problems problems, UnaryOperator<Expression> values) {
    this.problems = problems;
    this.parser = new ConditionParser(problems);
    this.code = new DraftCode(values);
  }

  /** Translates the arguments of {@code where(…)}, unless they are data already. */
  void arguments(MethodCallExpression where, Reach reach) {
    if (where.getArguments() instanceof ArgumentListExpression list) {
      List<Expression> written = list.getExpressions();
      Expression data =
          written.size() == 1 ? value(written.get(0), reach) : several(written, where, reach);
      if (data != null) {
        where.setArguments(new ArgumentListExpression(List.of(data)));
      }
    }
  }

  /** The data for what was written, or null if it is no condition but, say, a variable. */
  @Nullable Expression value(Expression written, Reach reach) {
    if (written instanceof ClosureExpression closure) {
      return closure(closure, reach);
    }
    if (written instanceof ListExpression list) {
      return several(list.getExpressions(), list, reach);
    }
    return parser.isCondition(written) ? several(List.of(written), written, reach) : null;
  }

  private Expression closure(ClosureExpression where, Reach reach) {
    Expression condition = only(where);
    Draft draft = condition == null ? null : parser.condition(condition);
    if (draft == null) {
      return code.list(List.of(), where);
    }
    List<Draft> parts =
        draft instanceof Draft.Joined joined && joined.all() && joined.open()
            ? joined.parts()
            : List.of(draft);
    return data(parts, where, reach);
  }

  private Expression several(List<Expression> written, ASTNode at, Reach reach) {
    List<Draft> drafts = new ArrayList<>();
    for (Expression one : written) {
      Draft draft = parser.condition(one);
      if (draft != null) {
        drafts.add(draft);
      }
    }
    return data(drafts, at, reach);
  }

  private Expression data(List<Draft> drafts, ASTNode at, Reach reach) {
    if (reach == Reach.PROPERTIES) {
      for (Draft draft : drafts) {
        Draft beyond = Draft.beyondProperties(draft);
        if (beyond != null) {
          problems.add(
              beyond.at(),
              "the event that arrives is known by its properties only; "
                  + "compare them: plan == 'pro'");
        }
      }
    }
    return code.list(drafts, at);
  }

  private @Nullable Expression only(ClosureExpression where) {
    if (where.getCode() instanceof BlockStatement block && block.getStatements().size() == 1) {
      Statement statement = block.getStatements().get(0);
      if (statement instanceof ExpressionStatement one) {
        return one.getExpression();
      }
      if (statement instanceof ReturnStatement one) {
        return one.getExpression();
      }
    }
    problems.add(where, "where takes one condition; join several with && or ||");
    return null;
  }

  /** What the conditions of a place may ask about. */
  enum Reach {
    /** The properties of the event that arrives. */
    PROPERTIES,
    /** Events and mails of the contact as well. */
    CONTACT
  }
}
