package dev.sojourn.core.render;

import com.github.mustachejava.MustacheException;

/**
 * Where the pieces of a template stand in its file, since each is compiled on its own.
 *
 * @param path the template's HTML file
 * @param subjectLine the line of its subject
 * @param bodyOffset how many lines stand above its body
 */
record Places(String path, int subjectLine, int bodyOffset) {
  /** Ends the names under which the subject and the preview are compiled. */
  static final String MATTER = "#matter";

  /** The path of the file that a piece comes from. */
  static String file(String piece) {
    return piece.endsWith(MATTER) ? piece.substring(0, piece.length() - MATTER.length()) : piece;
  }

  /** The line in the file for a line of a piece. */
  int line(String piece, int line) {
    if (piece.equals(path + MATTER)) {
      return subjectLine;
    }
    return piece.equals(path) ? line + bodyOffset : line;
  }

  /** What the compiler says, at its place in the file. */
  TemplateProblem problem(MustacheException failure) {
    var context = failure.getContext();
    var message = String.valueOf(failure.getMessage());
    if (context == null) {
      return new TemplateProblem(path, 1, message);
    }
    var bare = message.substring(0, Math.max(0, message.lastIndexOf(" @")));
    return new TemplateProblem(
        file(context.file()), Math.max(1, line(context.file(), context.line())), bare);
  }
}
