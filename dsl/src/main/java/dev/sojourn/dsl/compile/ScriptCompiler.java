package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.ListsDefinition;

/**
 * Turns sources into scripts. Thread-safe. Each script has a class loader of its own, and the same
 * source in the same file is compiled once for all who hold it.
 */
public final class ScriptCompiler implements AutoCloseable {
  /** The version of the language; a part of every script's hash. */
  public static final int DSL_LEVEL = 1;

  private static final String ENDING = ".groovy";
  private static final String SMALL =
      """
      journey('warm-up') {
        trigger 'a', where { plan == 'b' }
        steps {
          sendEmail 'c', subject: "d ${contact.id}"
          def e = waitForEvent 'f', timeout: 2.days
          if (e.timedOut) { checkpoint 'g' }
        }
      }
      """;

  private final LiveScripts live = new LiveScripts();

  /**
   * Compiles one journey. Whoever compiles releases, once for each call.
   *
   * @param file the path that diagnostics name; its base name is the id
   * @throws InvalidScript with everything that is wrong with it
   */
  public Script compile(String file, String source) {
    return live.find(file, source)
        .orElseGet(
            () -> live.keep(new Compilation(file, baseName(file), source).run(hash(source))));
  }

  /**
   * What a {@code lists.groovy} says; nothing of it is run.
   *
   * @param file the path that diagnostics name
   * @throws InvalidScript with everything that is wrong with it
   */
  public static ListsDefinition lists(String file, String source) {
    return ListsReader.read(file, source);
  }

  /** The hash a source has at this language level: 64 lower-case hex digits. */
  public static String hash(String source) {
    return SourceHash.of(DSL_LEVEL, source);
  }

  /** Forgets the classes of a script when its last holder gives it back. */
  public void release(Script script) {
    live.release(script);
  }

  /** Compiles a small script, so that the first real one does not pay for a cold compiler. */
  public void warmUp() {
    release(compile("warm-up" + ENDING, SMALL));
  }

  /** Forgets the classes of all scripts. */
  @Override
  public void close() {
    live.clear();
  }

  private static String baseName(String file) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }
}
