package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.ListsDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.GroovyBugError;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code lists.groovy} from its syntax tree: words with literal values, so that nothing of it
 * is ever run.
 */
final class ListsReader {
  private static final String HOLDS =
      "this file holds list, cap and exempt with plain values, and nothing else";

  private final String source;
  private final Problems problems;
  private final WordCheck words;
  private final ListsRecorder recorder;

  private ListsReader(String file, String source) {
    this.source = source;
    this.problems = new Problems(file);
    this.words = new WordCheck(problems, new Mentions(), false);
    this.recorder = new ListsRecorder(problems);
  }

  /** What a source says; throws {@link InvalidScript} with everything that is wrong. */
  static ListsDefinition read(String file, String source) {
    return new ListsReader(file, source).read();
  }

  private ListsDefinition read() {
    parse().ifPresent(this::module);
    ListsDefinition definition = recorder.definition();
    if (!problems.isEmpty()) {
      throw new InvalidScript(problems.inOrder());
    }
    return definition;
  }

  private Optional<ModuleNode> parse() {
    CompilationUnit unit = new CompilationUnit();
    unit.addSource("lists.groovy", SourceHash.withoutMark(source));
    try {
      unit.compile(Phases.CONVERSION);
      return Optional.of(unit.getAST().getModules().get(0));
    } catch (MultipleCompilationErrorsException e) {
      new DiagnosticRenderer(problems).render(e.getErrorCollector());
    } catch (GroovyBugError | StackOverflowError e) {
      problems.add(1, 1, "Groovy's compiler fails on this file; make it simpler: " + e);
    }
    return Optional.empty();
  }

  private void module(ModuleNode module) {
    module.getImports().forEach(one -> problems.add(one, HOLDS));
    module.getStarImports().forEach(one -> problems.add(one, HOLDS));
    module.getMethods().forEach(one -> problems.add(one, HOLDS));
    module.getClasses().stream()
        .filter(one -> !one.isScript())
        .forEach(one -> problems.add(one, HOLDS));
    calls(module.getStatementBlock(), WordBook.LISTS).forEach(this::top);
  }

  /** The calls of a scope's words in a block; everything else is a problem. */
  private List<MethodCallExpression> calls(BlockStatement block, WordBook book) {
    List<MethodCallExpression> calls = new ArrayList<>();
    for (Statement statement : block.getStatements()) {
      MethodCallExpression call = call(statement);
      String word = call == null ? null : call.getMethodAsString();
      if (call == null || word == null) {
        // What the parser puts into a file that says nothing has no place.
        if (statement.getLineNumber() > 0) {
          problems.add(statement, HOLDS);
        }
      } else if (!book.has(word)) {
        String near = Suggestions.hint(word, book.words());
        problems.add(
            call,
            "no word '%s' here%s"
                .formatted(
                    word, near.isEmpty() ? "; expected " + String.join(", ", book.words()) : near));
      } else {
        words.named(call, word, book);
        calls.add(call);
      }
    }
    return calls;
  }

  private static @Nullable MethodCallExpression call(Statement statement) {
    return statement instanceof ExpressionStatement line
            && line.getExpression() instanceof MethodCallExpression call
            && call.isImplicitThis()
        ? call
        : null;
  }

  private void top(MethodCallExpression call) {
    String word = String.valueOf(call.getMethodAsString());
    List<Expression> values = values(call);
    Expression first = values.isEmpty() ? null : values.get(0);
    switch (word) {
      case "list" -> list(call, values);
      case "cap" -> cap(call, values);
      default -> {
        if (first == null) {
          takes(call, WordBook.LISTS);
        }
        values.forEach(value -> recorder.exempt(value, text(value, word)));
      }
    }
  }

  private void list(MethodCallExpression call, List<Expression> values) {
    String id = values.isEmpty() ? null : text(values.get(0), "list");
    boolean block = values.size() == 2 && values.get(1) instanceof ClosureExpression;
    if (values.isEmpty() || (values.size() > 1 && !block)) {
      takes(call, WordBook.LISTS);
    } else if (id != null) {
      recorder.begin(values.get(0), id);
      if (block
          && values.get(1) instanceof ClosureExpression body
          && body.getCode() instanceof BlockStatement code) {
        calls(code, WordBook.LIST).forEach(this::said);
      }
      recorder.end();
    }
  }

  private void said(MethodCallExpression call) {
    String word = String.valueOf(call.getMethodAsString());
    List<Expression> values = values(call);
    if (word.startsWith("opt") ? !values.isEmpty() : values.size() != 1) {
      takes(call, WordBook.LIST);
      return;
    }
    String text = values.isEmpty() ? null : text(values.get(0), word);
    if (values.isEmpty() || text != null) {
      recorder.said(call, word, text);
    }
  }

  private void cap(MethodCallExpression call, List<Expression> values) {
    if (values.size() != 1
        || !(values.get(0) instanceof ConstantExpression number)
        || !(number.getValue() instanceof Integer count)) {
      takes(call, WordBook.LISTS);
      return;
    }
    Expression per = Names.named(call, "per");
    Expression category = Names.named(call, "category");
    String of = category == null ? null : text(category, "category:");
    if (per != null && (category == null || of != null)) {
      recorder.cap(call, count, duration(per), category, of);
    }
  }

  private @Nullable Duration duration(Expression per) {
    if (per instanceof PropertyExpression unit
        && unit.getObjectExpression() instanceof ConstantExpression number
        && number.getValue() instanceof Integer count) {
      Duration one = ListsRecorder.unit(String.valueOf(unit.getPropertyAsString()));
      if (one != null) {
        return one.multipliedBy(count);
      }
    }
    problems.add(per, "'per:' takes a duration such as 7.days, written out");
    return null;
  }

  private @Nullable String text(Expression value, String word) {
    String text = Names.literal(value);
    if (text == null) {
      problems.add(value, "'%s' takes text in quotes, written out".formatted(word));
    }
    return text;
  }

  private void takes(ASTNode call, WordBook book) {
    String word = String.valueOf(((MethodCallExpression) call).getMethodAsString());
    problems.add(call, "'%s' takes %s".formatted(word, book.usage(word)));
  }

  /** The arguments without a name. */
  private static List<Expression> values(MethodCallExpression call) {
    if (!(call.getArguments() instanceof TupleExpression tuple)) {
      return List.of();
    }
    List<Expression> all = tuple.getExpressions();
    return Names.named(call) == null ? all : all.subList(1, all.size());
  }
}
