package dev.sojourn.dsl.compile;

import java.util.List;
import java.util.stream.Collectors;

/** A script that cannot be accepted; says everything that is wrong with it. */
public final class InvalidScript extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Diagnostic> diagnostics;

  public InvalidScript(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** Everything that is wrong, in order of position; never empty. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
