package dev.sojourn.dsl.compile;

import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.ExtensionMethodNode;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/** Checks, with all types known, that steps touch only what the {@link AllowList} holds. */
final class AllowCheck extends CodeVisitorSupport {
  /** The method that reads what came with an event; Groovy has one of its own for any object. */
  static final String PROPERTIES = "getProperties";

  private static final String OF_GROOVY =
      "'properties' is Groovy's own for any object; the entry of a map is read with %s";

  private final Problems problems;
  private final Function<Expression, ClassNode> types;
  private boolean insideOnce;

  AllowCheck(Problems problems, Function<Expression, ClassNode> types) {
    this.problems = problems;
    this.types = types;
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    String name = call.getMethodAsString();
    if (name == null) {
      return;
    }
    if (call.isImplicitThis()) {
      call.getArguments().visit(this);
      return;
    }
    MethodNode target = call.getNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET);
    if (JourneyTypeRules.isOnce(call)) {
      boolean outer = insideOnce;
      insideOnce = true;
      call.getArguments().visit(this);
      insideOnce = outer;
      return;
    }
    Expression receiver = call.getObjectExpression();
    if (receiver instanceof ClassExpression owner) {
      shared(call, owner.getType(), name);
      if (target != null && target.getDeclaringClass().equals(ClassHelper.CLASS_Type)) {
        visitClassExpression(owner);
      }
    } else if (isFine(receiver) && target != null) {
      called(call, target, name);
    }
    call.getArguments().visit(this);
  }

  /**
   * Visits a receiver; false if something in it was refused, so that the call is not judged too.
   */
  private boolean isFine(Expression receiver) {
    int before = problems.size();
    receiver.visit(this);
    return problems.size() == before;
  }

  private void called(MethodCallExpression call, MethodNode target, String name) {
    ClassNode owner = target.getDeclaringClass();
    boolean allowed =
        target instanceof ExtensionMethodNode added
            ? AllowList.extension(added.getExtensionMethodNode().getDeclaringClass(), owner, name)
            : AllowList.member(owner, name);
    if (!insideOnce && !allowed && name.equals(PROPERTIES)) {
      problems.add(call, OF_GROOVY.formatted("collect { (it as Map).get('properties') }"));
    } else if (AllowList.neverEvenOnce(owner, name) || (!insideOnce && !allowed)) {
      refuse(call.getMethod(), types.apply(call.getObjectExpression()), name);
    }
  }

  @Override
  public void visitStaticMethodCallExpression(StaticMethodCallExpression call) {
    shared(call, call.getOwnerType(), call.getMethod());
    super.visitStaticMethodCallExpression(call);
  }

  @Override
  public void visitPropertyExpression(PropertyExpression property) {
    String name = property.getPropertyAsString();
    Expression receiver = property.getObjectExpression();
    if (name == null) {
      if (!insideOnce) {
        problems.add(
            property, "a property is read by its name; for the contact's: contact.get(name)");
      }
    } else if (receiver instanceof ClassExpression owner) {
      shared(property, owner.getType(), name);
      return;
    }
    if (isFine(receiver) && name != null) {
      read(property, receiver, name);
    }
  }

  private void read(PropertyExpression property, Expression receiver, String name) {
    ClassNode type = types.apply(receiver);
    if (property.getNodeMetaData(StaticTypesMarker.DYNAMIC_RESOLUTION) != null) {
      problems.add(
          property, "read '%s' by its word: contact.%s or event.%s".formatted(name, name, name));
    } else if (name.equals("properties")
        && type.getMethod(PROPERTIES, Parameter.EMPTY_ARRAY) == null) {
      problems.add(property, OF_GROOVY.formatted("(value as Map).get('properties')"));
    } else if (AllowList.neverEvenOnce(type, name)
        || (!insideOnce && !AllowList.property(type, name))) {
      refuse(property, type, name);
    }
  }

  private void shared(ASTNode at, ClassNode owner, String name) {
    if (AllowList.neverEvenOnce(owner, name) || (!insideOnce && !AllowList.shared(owner, name))) {
      refuse(at, owner, name);
    }
  }

  @Override
  public void visitConstructorCallExpression(ConstructorCallExpression call) {
    ClassNode type = call.getType();
    if (AllowList.neverEvenOnce(type, "new") || (!insideOnce && !AllowList.type(type))) {
      problems.add(
          call,
          "'new %s' cannot be used in a step: %s"
              .formatted(type.getNameWithoutPackage(), Hints.forMember(type.getName(), "new")));
    }
    super.visitConstructorCallExpression(call);
  }

  @Override
  public void visitBinaryExpression(BinaryExpression binary) {
    binary.getLeftExpression().visit(this);
    int operator = binary.getOperation().getType();
    boolean asksType =
        operator == Types.KEYWORD_INSTANCEOF || operator == Types.COMPARE_NOT_INSTANCEOF;
    if (!asksType) {
      binary.getRightExpression().visit(this);
    }
  }

  @Override
  public void visitCastExpression(CastExpression cast) {
    if (!insideOnce && !AllowList.type(cast.getType()) && !isObject(cast.getType())) {
      problems.add(
          cast,
          "'as %s' cannot be used in a step".formatted(cast.getType().getNameWithoutPackage()));
    }
    super.visitCastExpression(cast);
  }

  @Override
  public void visitClassExpression(ClassExpression type) {
    if (!insideOnce) {
      problems.add(
          type, "'%s' is a type, not a value".formatted(type.getType().getNameWithoutPackage()));
    }
  }

  @Override
  public void visitLambdaExpression(LambdaExpression lambda) {
    visitClosureExpression(lambda);
  }

  private static boolean isObject(ClassNode type) {
    return type.getName().equals("java.lang.Object");
  }

  private static String readable(ClassNode type) {
    String plain = type.toString(false).replaceAll("<.*", "").replaceAll(".*\\.", "");
    return plain.replace("ArrayList", "List").replace("LinkedHashMap", "Map");
  }

  private void refuse(ASTNode at, ClassNode type, String name) {
    problems.add(
        at,
        "'%s%s' cannot be used in a step: %s"
            .formatted(
                isObject(type) ? "" : readable(type) + ".",
                name,
                Hints.forMember(type.getName(), name)));
  }
}
