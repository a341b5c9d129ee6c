package dev.sojourn.runtime.config

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

/** The table of settings, and the manual that it is printed as. */
class SettingTableSpec extends Specification {
  static final Path ROOT = Path.of('').toAbsolutePath().with { here ->
    def path = here
    while (!Files.isDirectory(path.resolve('journeys')) || !Files.isDirectory(path.resolve('runtime'))) {
      path = path.parent
    }
    path
  }
  static final PAGE = ROOT.resolve('docs/settings.md')
  static final INTRO = '''\
# Settings
Settings are environment variables, read once at the start. Every one is checked, all errors are told together, an empty value is none, and secrets are masked wherever settings are printed. Of two spellings the
first wins. Made by the specs from the table in `SettingTable`; do not edit it by hand.
'''

  def "every variable that is read stands in the table"() {
    expect:
    (read() + hatchets()).findAll { rows(it).empty } == [] as Set
  }

  def "no spelling means two things"() {
    given:
    def names = SettingTable.all().values().collectMany { [it.name()] + it.aliases() }

    expect:
    names.toUnique() == names
  }

  def "an alias counts for each name that has one"() {
    expect:
    SettingTable.all().values().findAll { it.aliases() }.every { setting ->
      new Settings([(setting.aliases().last()): 'theirs']).text(setting.name()) == Optional.of('theirs')
          && new Settings([(setting.aliases().last()): 'theirs', (setting.name()): 'own']).text(setting.name()) == Optional.of('own')
          && new Settings([(setting.aliases().last()): 'theirs', (setting.name()): ' ']).text(setting.name()) == Optional.of('theirs')
    }
  }

  def "the manual shows what is read (write it with -Dsojourn.docs=write)"() {
    given:
    def wanted = manual()
    if (System.getProperty('sojourn.docs') == 'write') {
      Files.writeString(PAGE, wanted)
    }

    expect:
    Files.readString(PAGE) == wanted
  }

  private static String manual() {
    def used = used()
    def shown = SettingTable.all().values().findAll { it.name() in used }.groupBy { it.group() }
    INTRO + shown.collect { group, settings ->
      "\n## $group\n| Setting | Default | Meaning |\n|---|---|---|\n" + settings.collect {
        def also = it.aliases() ? "; also ${it.aliases().collect { alias -> "`$alias`" }.join(', ')}" : ''
        "| `${it.name()}` | ${it.usual()} | ${it.meaning()}$also |\n"
      }.join('')
    }.join('')
  }

  /** What the room of settings reads. */
  private static Set<String> read() {
    files('runtime/src/main/java/dev/sojourn/runtime/config').findAll { !it.name.startsWith('Setting') }
        .collectMany { (it.text =~ /"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|ENGINE)"/).collect { it[1] } } as Set
  }

  /** What anything reads, the launcher and the client of Hatchet included, whose names lack their prefix. */
  private static Set<String> used() {
    def commands = files('runtime/src/main/java/dev/sojourn/runtime/app').collectMany { (it.text =~ /"(SOJOURN_[A-Z_]+)"/).collect { it[1] } }
    def engine = files('runtime/src/main/java').any { it.text.contains('"HATCHET_CLIENT_TOKEN"') } ? hatchets() : []
    (read() + commands + engine + 'SOJOURN_JAVA_OPTS').collectMany { rows(it) }*.name() as Set
  }

  private static Set<String> hatchets() {
    def client = ROOT.resolve('hatchet/src/main/java/dev/sojourn/hatchet/Settings.java').toFile().text
    (client =~ /"([A-Z][A-Z_]*[A-Z])"/).collect { 'HATCHET_CLIENT_' + it[1] } as Set
  }

  /** The rows that a text of the code means: a name, an alias, or the end of a name that is put together. */
  private static List<Setting> rows(String text) {
    SettingTable.all().values().findAll { it.name() == text || text in it.aliases() || it.name().endsWith("_WEBHOOK_$text") }
  }

  private static List<File> files(String directory) {
    Files.walk(ROOT.resolve(directory)).withCloseable { it.filter { it.toString().endsWith('.java') }*.toFile() }
  }
}
