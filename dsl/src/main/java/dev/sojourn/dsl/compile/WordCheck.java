package dev.sojourn.dsl.compile;

import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.SynchronizedStatement;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/** Checks every bare name and every word: known, in its half, with arguments it knows. */
final class WordCheck extends CodeVisitorSupport {
  private enum Half {
    TOP,
    STEPS,
    ONCE
  }

  private static final ClassNode THROWABLE = ClassHelper.make(Throwable.class);
  private static final ClassNode ERROR = ClassHelper.make(Error.class);
  private static final Set<String> ONLY_OUTSIDE_ONCE = Set.of("history", "guard", "when");

  private final Problems problems;
  private final Mentions mentions;
  private final boolean keyed;
  private Half half = Half.TOP;
  private String word = "";

  /** {@code keyed}: whether the top half says a key. */
  WordCheck(Problems problems, Mentions mentions, boolean keyed) {
    this.problems = problems;
    this.mentions = mentions;
    this.keyed = keyed;
  }

  void check(ClosureExpression journey) {
    journey.getCode().visit(this);
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    String name = call.getMethodAsString();
    if (name == null) {
      problems.add(call.getMethod(), "a call names what it calls; write the name as it is");
    } else if (call.isImplicitThis()) {
      word(call, name);
      if (!ofOtherHalf(name)) {
        arguments(call, name);
      }
      return;
    } else if (half == Half.STEPS) {
      mentions.noteOther(call, name);
      if (!ConditionBuilders.builds(call)) {
        WordBook.HANDLES.stream()
            .filter(book -> book.has(name))
            .forEach(book -> named(call, name, book));
      }
      WordBook.BEHIND.forEach((scope, book) -> behind(call, name, scope, book));
    }
    if (lacksComma(call, name)) {
      problems.addUnknown(
          call.getMethod(),
          "a comma is missing after '%s'; put one between arguments".formatted(name));
      return;
    }
    call.getObjectExpression().visit(this);
    call.getArguments().visit(this);
  }

  /** Whether this is {@code sendEmail 'welcome' subject: 'Hi'}, which Groovy reads as two words. */
  private boolean lacksComma(MethodCallExpression call, String name) {
    WordBook book = half == Half.TOP ? WordBook.TOP : WordBook.STEPS;
    return call.getObjectExpression() instanceof VariableExpression word
        && book.has(word.getName())
        && !Names.isLocal(word)
        && Names.named(call) != null
        && !book.has(name);
  }

  private void word(MethodCallExpression call, String name) {
    WordBook book = half == Half.TOP ? WordBook.TOP : WordBook.STEPS;
    if (half == Half.ONCE && book.has(name)) {
      problems.add(
          call, "no other word may stand inside once { }; write '%s' before it".formatted(name));
    } else if (book.has(name)) {
      named(call, name, book);
      if (half == Half.STEPS) {
        VariantCheck.check(call, problems);
        mentions.note(call, name);
      } else if (half == Half.TOP) {
        mentions.noteTop(call, name);
      }
    } else {
      problems.addUnknown(call, unknown(name));
    }
  }

  private boolean ofOtherHalf(String name) {
    WordBook mine = half == Half.TOP ? WordBook.TOP : WordBook.STEPS;
    WordBook other = half == Half.TOP ? WordBook.STEPS : WordBook.TOP;
    return !mine.has(name) && other.has(name);
  }

  private String unknown(String name) {
    if (ofOtherHalf(name)) {
      return half == Half.TOP
          ? "'%s' belongs into steps { }".formatted(name)
          : "'%s' belongs into the top half, in front of steps { }".formatted(name);
    }
    String condition = ConditionBuilders.example(name);
    if (condition != null) {
      return "'%s(…)' stands inside where(…): where(%s)".formatted(name, condition);
    }
    String hint = Hints.forName(name);
    if (hint != null) {
      return "'%s' cannot be used in a journey: %s".formatted(name, hint);
    }
    Set<String> known = (half == Half.TOP ? WordBook.TOP : WordBook.STEPS).words();
    String near = Suggestions.hint(name, known);
    if (near.isEmpty()) {
      WordBook other = half == Half.TOP ? WordBook.STEPS : WordBook.TOP;
      near = Suggestions.hint(name, other.words());
    }
    return "no journey word '%s'%s".formatted(name, near);
  }

  private void behind(MethodCallExpression call, String name, String scope, WordBook book) {
    if (!Names.isWord(call.getObjectExpression(), scope)) {
      return;
    }
    if (book.has(name)) {
      named(call, name, book);
      mentions.note(call, name);
    } else {
      problems.addUnknown(
          call, "%s has no '%s'%s".formatted(scope, name, Suggestions.hint(name, book.words())));
    }
  }

  /** Checks the named arguments of a word. */
  void named(MethodCallExpression call, String word, WordBook book) {
    MapExpression given = Names.named(call);
    Set<String> missing = new TreeSet<>(book.required(word));
    if (given != null) {
      for (MapEntryExpression entry : given.getMapEntryExpressions()) {
        String key = Names.literal(entry.getKeyExpression());
        if (key != null && !book.named(word).contains(key) && !book.takesAnyName(word)) {
          problems.add(entry, noArgument(word, key, book.named(word)));
          missing.clear();
        } else if ("sameKey".equals(key) && !keyed) {
          problems.add(
              entry,
              "'sameKey:' needs a journey with a key; say it in the top half: key 'orderId'");
        }
        missing.remove(key);
      }
    }
    if (!missing.isEmpty()) {
      String first = missing.iterator().next();
      problems.add(
          call, "'%s' needs '%s:', such as %s".formatted(word, first, book.example(word, first)));
    }
  }

  private static String noArgument(String word, String key, Set<String> known) {
    String near = Suggestions.hint(key, known);
    return "'%s' takes no '%s:'%s"
        .formatted(word, key, near.isEmpty() ? "; it takes " + list(known) : near);
  }

  private static String list(Set<String> known) {
    return known.isEmpty() ? "nothing by name" : String.join(", ", known);
  }

  private void arguments(MethodCallExpression call, String name) {
    Half outer = half;
    word = half == Half.TOP ? name : "";
    if (call.getArguments() instanceof TupleExpression tuple) {
      for (Expression argument : tuple.getExpressions()) {
        if (argument instanceof ClosureExpression && half == Half.TOP && !name.equals("steps")) {
          problems.add(call, noBlock(name));
          continue;
        }
        half = argument instanceof ClosureExpression ? within(name, outer) : outer;
        argument.visit(this);
        half = outer;
      }
    }
  }

  private static String noBlock(String word) {
    String date = word.equals("trigger") ? ", or for a date on: { contact.renewsAt }" : "";
    return "'%s' takes no block; write where { … }%s".formatted(word, date);
  }

  private static Half within(String word, Half outer) {
    if (outer == Half.TOP && word.equals("steps")) {
      return Half.STEPS;
    }
    return outer == Half.STEPS && word.equals("once") ? Half.ONCE : outer;
  }

  @Override
  public void visitVariableExpression(VariableExpression variable) {
    String name = variable.getName();
    if (variable.isThisExpression() || variable.isSuperExpression()) {
      problems.add(variable, refused(name, Hints.forName(name)));
    } else if (!Names.isLocal(variable)) {
      bareName(variable, name);
    }
  }

  private void bareName(VariableExpression variable, String name) {
    WordBook book = half == Half.TOP ? WordBook.TOP : WordBook.STEPS;
    if (book.properties().contains(name)) {
      if (half == Half.ONCE && ONLY_OUTSIDE_ONCE.contains(name)) {
        problems.add(
            variable,
            "no other word may stand inside once { }; write '%s' before it".formatted(name));
      }
      return;
    }
    String hint = Hints.forName(name);
    if (hint != null) {
      problems.add(variable, refused(name, hint));
    } else if (book.has(name)) {
      problems.add(
          variable, "'%s' is a word, not a value: %s%s".formatted(name, name, book.usage(name)));
    } else if (half == Half.TOP && WordBook.STEPS.properties().contains(name)) {
      problems.add(variable, "'%s' is known in steps { } only".formatted(name));
    } else {
      String near = Suggestions.hint(name, book.names());
      problems.addUnknown(
          variable, "no name '%s' here%s".formatted(name, near.isEmpty() ? other(name) : near));
    }
  }

  /** What to write for a name that is none: a value of the word it stands behind, or text. */
  private String other(String name) {
    String usage = half == Half.TOP && WordBook.TOP.has(word) ? WordBook.TOP.usage(word) : "text";
    return usage.contains("text") || usage.contains("where")
        ? quoted(name)
        : "; '%s' takes %s".formatted(word, usage);
  }

  private static String quoted(String text) {
    return text.equals("it")
        ? "; it is the value inside a block: plans.each { log it }"
        : "; if it is text, put it in quotes: '%s'".formatted(text);
  }

  @Override
  public void visitPropertyExpression(PropertyExpression property) {
    Expression owner = property.getObjectExpression();
    String name = property.getPropertyAsString();
    if (owner instanceof VariableExpression root
        && half == Half.TOP
        && name != null
        && !Names.isLocal(root)
        && !WordBook.TOP.names().contains(root.getName())
        && !WordBook.STEPS.properties().contains(root.getName())) {
      String path = root.getName() + "." + name;
      problems.addUnknown(root, "no name '%s' here%s".formatted(root.getName(), quoted(path)));
      return;
    }
    Integer count = Names.lonelyNumber(owner);
    if (count != null && DiagnosticRenderer.UNITS.contains(String.valueOf(name))) {
      problems.addUnknown(property, "a dot is missing: write %d.%s".formatted(count, name));
      return;
    }
    super.visitPropertyExpression(property);
  }

  @Override
  public void visitBooleanExpression(BooleanExpression question) {
    if (question.getExpression() instanceof BinaryExpression binary
        && binary.getOperation().getType() == Types.ASSIGN) {
      problems.add(binary, "'=' assigns; compare with '=='");
    }
    super.visitBooleanExpression(question);
  }

  @Override
  public void visitMapEntryExpression(MapEntryExpression entry) {
    if (entry.getKeyExpression() instanceof GStringExpression key) {
      problems.add(
          key,
          "a key with ${…} is not found again by its text; write (\"%s\".toString()): …"
              .formatted(key.getText()));
    }
    super.visitMapEntryExpression(entry);
  }

  private static String refused(String name, @Nullable String hint) {
    return "'%s' cannot be used in a journey: %s".formatted(name, hint);
  }

  @Override
  public void visitDeclarationExpression(DeclarationExpression declaration) {
    Expression left = declaration.getLeftExpression();
    if (left instanceof VariableExpression variable) {
      declared(variable.getName(), variable);
    } else if (left instanceof TupleExpression several) {
      several.getExpressions().forEach(one -> declared(one.getText(), one));
    }
    declaration.getRightExpression().visit(this);
  }

  @Override
  public void visitClosureExpression(ClosureExpression closure) {
    Parameter[] parameters = closure.getParameters();
    if (parameters != null) {
      for (Parameter parameter : parameters) {
        declared(parameter.getName(), parameter);
        if (parameter.getInitialExpression() != null) {
          parameter.getInitialExpression().visit(this);
        }
      }
    }
    closure.getCode().visit(this);
  }

  @Override
  public void visitLambdaExpression(LambdaExpression lambda) {
    visitClosureExpression(lambda);
  }

  private void declared(String name, ASTNode at) {
    if (WordBook.STEPS.has(name) || name.equals(WordBook.TURN)) {
      problems.add(at, "'%s' is a word; give the variable another name".formatted(name));
    }
  }

  @Override
  public void visitMethodPointerExpression(MethodPointerExpression pointer) {
    problems.add(pointer, "methods cannot be taken as values; write a block: { it.… }");
  }

  @Override
  public void visitAttributeExpression(AttributeExpression attribute) {
    problems.add(attribute, "'.@' looks into an object; read its property with '.'");
  }

  @Override
  public void visitCatchStatement(CatchStatement caught) {
    ClassNode type = caught.getExceptionType();
    if (type.equals(THROWABLE) || type.isDerivedFrom(ERROR)) {
      problems.add(
          caught,
          "'catch (%s)' would catch the journey's own signals; catch StepFailed or Exception"
              .formatted(type.getNameWithoutPackage()));
    }
    super.visitCatchStatement(caught);
  }

  @Override
  public void visitSynchronizedStatement(SynchronizedStatement statement) {
    problems.add(statement, "a journey has no threads; leave 'synchronized' out");
    super.visitSynchronizedStatement(statement);
  }
}
