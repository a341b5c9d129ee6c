package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.RunScope;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;
import org.jspecify.annotations.Nullable;

/** Our part of Groovy's type checking; Groovy makes one for each class it checks. */
public final class JourneyTypeRules extends AbstractTypeCheckingExtension {
  /** Called by Groovy, by name. */
  public JourneyTypeRules(StaticTypeCheckingVisitor visitor) {
    super(visitor);
  }

  /** Gives {@code once} the type that its value has after the journal kept it. */
  @Override
  public void afterMethodCall(MethodCall call) {
    if (call instanceof MethodCallExpression once && isOnce(once)) {
      ClassNode computed = getType(once);
      if (KeptTypes.canBeKept(computed)) {
        storeType(once, KeptTypes.kept(computed));
      } else {
        problems()
            .add(
                once,
                "once keeps text, numbers, true or false, instants, durations, lists and maps, not '%s'"
                    .formatted(computed.getNameWithoutPackage()));
      }
    }
  }

  /** Lets values of no fixed type be compared; the order is Groovy's, null before everything. */
  @Override
  public List<MethodNode> handleMissingMethod(
      ClassNode receiver,
      String name,
      ArgumentListExpression arguments,
      ClassNode[] types,
      MethodCall call) {
    return name.equals("compareTo") && ClassHelper.isObjectType(receiver)
        ? ClassHelper.COMPARABLE_TYPE.getMethods(name)
        : List.of();
  }

  @Override
  public void afterVisitClass(ClassNode script) {
    JourneyBody.Found journey = JourneyBody.journey(script);
    if (journey != null) {
      journey.block().getCode().visit(new AllowCheck(problems(), this::getType));
      journey.block().getCode().visit(new TimeCheck(problems(), this::getType));
    }
  }

  private Problems problems() {
    return context.getSource().getAST().getNodeMetaData(Problems.class);
  }

  /** Whether a checked call is the word {@code once}. */
  static boolean isOnce(MethodCallExpression call) {
    @Nullable MethodNode target = call.getNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET);
    return target != null
        && target.getName().equals("once")
        && target.getDeclaringClass().getName().equals(RunScope.class.getName());
  }
}
