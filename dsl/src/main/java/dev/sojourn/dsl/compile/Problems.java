package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;

/** What is wrong with one file, found so far; one sentence for each place. */
final class Problems {
  private final String file;
  private final List<Diagnostic> found = new ArrayList<>();
  private final List<Diagnostic> doubts = new ArrayList<>();
  private final Set<Long> places = new HashSet<>();
  private boolean unknownNames;

  Problems(String file) {
    this.file = file;
  }

  void add(ASTNode node, String message) {
    add(node.getLineNumber(), node.getColumnNumber(), message);
  }

  /** Adds a problem unless there is one at this place already; the first one knows best. */
  void add(int line, int column, String message) {
    int row = Math.max(1, line);
    int col = Math.max(1, column);
    if (places.add(((long) row << 32) + col)) {
      found.add(new Diagnostic(file, row, col, message));
    }
  }

  /** Adds something doubtful, for which the file is not refused. */
  void warn(int line, int column, String message) {
    doubts.add(new Diagnostic(file, line, column, message, Diagnostic.Kind.WARNING));
  }

  /** Adds something doubtful, for which the file is not refused. */
  void warn(ASTNode node, String message) {
    warn(node.getLineNumber(), node.getColumnNumber(), message);
  }

  /** Adds a name that does not exist; what is computed from it has no type then. */
  void addUnknown(ASTNode node, String message) {
    unknownNames = true;
    add(node, message);
  }

  /** Whether a name was found that does not exist. */
  boolean hasUnknownNames() {
    return unknownNames;
  }

  /** Whether something was found in this line. */
  boolean hasLine(int line) {
    return found.stream().anyMatch(one -> one.line() == line);
  }

  int size() {
    return found.size();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Everything found, in order of position. */
  List<Diagnostic> inOrder() {
    return inOrder(found);
  }

  /** Everything doubtful, in order of position. */
  List<Diagnostic> warnings() {
    return inOrder(doubts);
  }

  private static List<Diagnostic> inOrder(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .sorted(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column))
        .toList();
  }
}
