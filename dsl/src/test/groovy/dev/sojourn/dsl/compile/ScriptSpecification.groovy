package dev.sojourn.dsl.compile

import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Verbs for specs that compile small scripts named {@code sample}. */
abstract class ScriptSpecification extends Specification {
  @Shared
  @AutoCleanup
  ScriptCompiler compiler = new ScriptCompiler()

  Script compiled(String source) {
    compiler.compile('journeys/sample.groovy', source)
  }

  Script withSteps(String steps) {
    compiled("journey('sample') {\n  trigger 'user.created'\n  steps {\n$steps\n  }\n}")
  }

  RecordingScope run(String steps, Map<String, Object> settings = [:]) {
    def scope = new RecordingScope(settings)
    withSteps(steps).steps().run(scope)
    scope
  }

  /** The diagnostics of a script that must be refused. */
  List<Diagnostic> refused(String source) {
    try {
      compiled(source)
      throw new AssertionError((Object) 'the script was accepted')
    } catch (InvalidScript e) {
      return e.diagnostics()
    }
  }

  /** What is said about steps that must be refused; they begin in line 4. */
  List<String> stepsRefused(String steps) {
    refused("journey('sample') {\n  trigger 'user.created'\n  steps {\n$steps\n  }\n}")*.toString()
  }
}
