package dev.sojourn.runtime.app

import dev.sojourn.dsl.compile.InvalidScript
import dev.sojourn.dsl.compile.ScriptCompiler
import java.nio.file.Files
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What the README says is so; its `curl` is executed by {@link DevModeSpec}. */
class ReadmeSpec extends Specification {
  /** Read by the launcher, not by the process. */
  static final Set<String> OF_THE_LAUNCHER = ['SOJOURN_JAVA_OPTS']

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

  def "its table of settings shows none that the process does not read"() {
    given:
    def read = Readme.ROOT.resolve('runtime/src/main/java/dev/sojourn/runtime/config').toFile().listFiles()
        .findAll { it.name.endsWith('Config.java') }
        .collectMany { (it.text =~ /"([A-Z][A-Z_]+)"/).collect { it[1] } }
    def shown = (Readme.TEXT =~ /(?m)^\| `([A-Z_]+)` \|/).collect { it[1] }

    expect:
    (shown as Set) - read == OF_THE_LAUNCHER
    shown.toUnique() == shown
  }

  def "what it links to is there"() {
    expect:
    (Readme.TEXT =~ /\]\(([^):]+)\)/).collect { it[1] }.findAll { !Files.exists(Readme.ROOT.resolve(it as String)) } == []
  }
}
