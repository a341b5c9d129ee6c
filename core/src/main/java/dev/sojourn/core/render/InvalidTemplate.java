package dev.sojourn.core.render;

import java.util.List;
import java.util.stream.Collectors;

/** A template that cannot be accepted. */
final class InvalidTemplate extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<TemplateProblem> problems;

  InvalidTemplate(List<TemplateProblem> problems) {
    super(problems.stream().map(TemplateProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  List<TemplateProblem> problems() {
    return problems;
  }
}
