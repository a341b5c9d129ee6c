package dev.sojourn.core.condition

import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.dsl.definition.Condition

/** What scripts make of conditions that are written in them. */
class WrittenConditions {
  /** The data of each text, such as {@code where { plan == 'pro' }}. */
  static List<List<Condition>> of(List<String> texts) {
    def found = []
    def scope = [where: { List<Condition> conditions -> found << conditions; conditions }] as RunScope
    new ScriptCompiler().withCloseable { compiler ->
      compiler.compile('written.groovy', "journey('written') {\n  trigger 'a'\n  steps {\n${texts.join('\n')}\n  }\n}")
          .steps().run(scope)
    }
    found
  }
}
