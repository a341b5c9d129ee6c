package dev.sojourn.runtime.app

import dev.sojourn.dsl.compile.InvalidScript
import dev.sojourn.dsl.compile.ScriptCompiler
import java.nio.file.Files
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What the README says is so; its `curl` is executed by {@link DevModeSpec}. */
class ReadmeSpec extends Specification {
  static final String SAMPLE = Files.readString(Readme.ROOT.resolve('journeys/hello.groovy'))

  @Shared
  @AutoCleanup
  ScriptCompiler compiler = new ScriptCompiler()

  def "its journey compiles, and is the sample of its name but for what that explains"() {
    given:
    def shown = Readme.snippets('groovy')

    expect:
    shown.size() == 1
    def script = compiler.compile('journeys/hello.groovy', shown[0])
    def sample = compiler.compile('journeys/hello.groovy', SAMPLE)
    with(script.definition()) {
      id() == sample.definition().id()
      entry() == sample.definition().entry()
      labels() == sample.definition().labels()
    }
    script.templates() == sample.templates()
  }

  def "its mistake is told as it says"() {
    when:
    compiler.compile('journeys/hello.groovy', SAMPLE.replace("sendEmail 'hello'\n", "sendMail 'hello'\n"))

    then:
    def refusal = thrown(InvalidScript)
    Readme.TEXT.contains("`${refusal.message}`")
  }

  def "what it links to is there"() {
    expect:
    (Readme.TEXT =~ /\]\(([^):]+)\)/).collect { it[1] }.findAll { !Files.exists(Readme.ROOT.resolve(it as String)) } == []
  }
}
