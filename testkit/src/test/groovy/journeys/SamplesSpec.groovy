package journeys

import dev.sojourn.core.render.TemplateSet
import dev.sojourn.dsl.compile.ScriptCompiler
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** The bundle as a whole. */
class SamplesSpec extends Specification {
  static final Path ROOT =
      Path.of('').toAbsolutePath().with { here ->
        def path = here
        while (!Files.isDirectory(path.resolve('journeys'))) {
          path = path.parent
        }
        path
      }

  static final List<String> JOURNEYS =
      Files.list(ROOT.resolve('journeys')).withCloseable { files ->
        files*.fileName*.toString().findAll { it.endsWith('.groovy') }*.minus('.groovy').sort()
      }

  @Shared @AutoCleanup ScriptCompiler compiler = new ScriptCompiler()
  @Shared TemplateSet templates = TemplateSet.compile(files(ROOT.resolve('templates')))

  static Map<String, String> files(Path root) {
    Files.walk(root).withCloseable { paths ->
      paths.findAll { Files.isRegularFile(it) }.collectEntries {
        [(root.relativize(it).toString().replace('\\', '/')): Files.readString(it)]
      }
    }
  }

  def "journey '#id' compiles, has a spec, and its templates"() {
    when:
    def script = compiler.compile("journeys/${id}.groovy", Files.readString(ROOT.resolve("journeys/${id}.groovy")))
    def spec = id.split('-')*.capitalize().join('') + 'Spec'

    then:
    script.definition().id() == id
    script.templates().every { it in templates.templates().keySet() }
    Class.forName("journeys.$spec")

    where:
    id << JOURNEYS
  }

  def "no template is broken and each renders from its examples"() {
    expect:
    templates.problems() == []
    templates.templates().every { key, template ->
      def examples = template.frontMatter().examples().values() ?: [[:]]
      examples.every { props ->
        def mail = template.render([name: 'Ada', journeyName: 'Sample'] + props)
        mail.html().contains('because of Sample') && !mail.subject().empty && !mail.text().blank
      }
    }
  }

  def "every template is used by a journey"() {
    given:
    def used = JOURNEYS.collectMany { id ->
      compiler.compile("journeys/${id}.groovy", Files.readString(ROOT.resolve("journeys/${id}.groovy"))).templates()
    }

    expect:
    templates.templates().keySet() - used == [] as Set
  }
}
