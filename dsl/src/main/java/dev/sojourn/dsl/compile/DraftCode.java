package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.args;
import static org.codehaus.groovy.ast.tools.GeneralUtils.callX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.classX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.constX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.nullX;

import java.util.List;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.jspecify.annotations.Nullable;

/** Makes of drafts the calls of {@link Conditions} that build the data when the word runs. */
final class DraftCode {
  private static final ClassNode CONDITIONS = ClassHelper.make(Conditions.class);

  private final UnaryOperator<Expression> values;

  /** {@code values} rewrites what is compared with, which is ordinary expressions of the script. */
  DraftCode(UnaryOperator<Expression> values) {
    this.values = values;
  }

  /** The list of these; of type list of conditions. */
  Expression list(List<Draft> drafts, ASTNode at) {
    return call("list", at, each(drafts));
  }

  private Expression condition(Draft draft) {
    if (draft instanceof Draft.Compared compared) {
      return comparison(compared);
    }
    if (draft instanceof Draft.Listed listed) {
      return call(
          listed.inside() ? "oneOf" : "noneOf",
          listed.at(),
          value(listed.property()),
          value(listed.values()));
    }
    if (draft instanceof Draft.Counted counted) {
      return call(
          "event",
          counted.at(),
          value(counted.event()),
          constX(counted.check().name()),
          counted.operator() == null ? nullX() : constX(counted.operator().name()),
          value(counted.value()),
          value(counted.within()));
    }
    if (draft instanceof Draft.Mailed mailed) {
      return call("email", mailed.at(), value(mailed.template()), constX(mailed.check().name()));
    }
    if (draft instanceof Draft.Joined joined) {
      return call(joined.all() ? "and" : "or", joined.at(), each(joined.parts()));
    }
    if (draft instanceof Draft.Negated negated) {
      return call("not", negated.at(), condition(negated.part()));
    }
    throw new AssertionError(draft);
  }

  private Expression comparison(Draft.Compared compared) {
    Expression property = value(compared.property());
    Expression operator = constX(compared.operator().name());
    return compared.operator().takesNoValue()
        ? call("presence", compared.at(), property, operator)
        : call("comparison", compared.at(), property, operator, value(compared.value()));
  }

  private Expression[] each(List<Draft> drafts) {
    return drafts.stream().map(this::condition).toArray(Expression[]::new);
  }

  private Expression value(@Nullable Expression value) {
    return value == null ? nullX() : values.apply(value);
  }

  private static Expression call(String method, ASTNode at, Expression... arguments) {
    MethodCallExpression call = callX(classX(CONDITIONS), method, args(arguments));
    call.setImplicitThis(false);
    call.setSourcePosition(at);
    return call;
  }
}
