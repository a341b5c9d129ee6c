package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.RunScope;
import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * The compiled body of a journey: a closure that is handed the scope of each run and holds nothing
 * itself, so that runs share nothing.
 */
final class ScriptSteps implements Steps {
  private final Closure<?> body;
  private final GroovyClassLoader loader;

  ScriptSteps(Closure<?> body, GroovyClassLoader loader) {
    this.body = body.dehydrate();
    this.loader = loader;
  }

  @Override
  public void run(RunScope scope) {
    body.call(scope);
  }

  /** Makes the classes of the script collectable; a run under way still ends well. */
  void forget() {
    forget(loader);
  }

  /**
   * Takes the classes of a loader out of the caches of Groovy and of the JDK's bean introspector.
   */
  static void forget(GroovyClassLoader loader) {
    for (Class<?> loaded : loader.getLoadedClasses()) {
      InvokerHelper.removeClass(loaded);
    }
    loader.clearCache();
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the class loader of a script could not be closed", e);
    }
  }
}
