package dev.sojourn.core.render;

/** A name in a template that nothing stands behind. */
final class UnknownVariable extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String variable;
  private final String file;
  private final int line;

  UnknownVariable(String variable, String file, int line) {
    super("'" + variable + "' is neither passed nor declared", null, false, false);
    this.variable = variable;
    this.file = file;
    this.line = line;
  }

  String variable() {
    return variable;
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }
}
