package dev.sojourn.runtime.bundle

import dev.sojourn.dsl.compile.ScriptCompiler
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Providers of mails and destinations of webhooks as files of the bundle. */
class OutsideFilesDatabaseSpec extends Specification {
  @TempDir Path directory
  @AutoCleanup BundleFixture here

  def setup() {
    here = new BundleFixture(directory)
  }

  def "a #kind comes in force with its file, changes with it and goes with it, in every process"() {
    given:
    here.write(path, first)
    def bundle = here.dev()
    def follower = here.follower()

    expect:
    source(bundle.active(), kind) == first
    source(follower.active(), kind) == first
    here.status(bundle, path).status() == FileStatus.Status.LOADED
    here.status(bundle, path).kind() == kind

    when:
    here.write(path, second)

    then:
    here.until(bundle) { source(it, kind) == second }
    here.until(follower) { source(it, kind) == second }

    when: 'it breaks'
    here.write(path, second.replace('send', 'sned'))
    here.journey('hello', 'Hello')
    def set = here.until(bundle) { it.journeys().containsKey('hello') }

    then: 'the last good one stays, and it is said why'
    source(set, kind) == second
    here.status(bundle, path).status() == FileStatus.Status.FAILED
    here.status(bundle, path).error().startsWith("$path:2:")
    here.status(bundle, path).error().contains('sned')

    when:
    here.delete(path)

    then:
    here.until(bundle) { it.files().of(kind).isEmpty() }
    here.until(follower) { it.files().of(kind).isEmpty() }
    here.status(bundle, path).status() == FileStatus.Status.REMOVED

    where:
    kind             | path                        | first
    Kind.PROVIDER    | 'providers/acme.groovy'     | "provider('acme') {\n  send { mail -> post 'https://acme.example', json: [to: mail.to] }\n}\n"
    Kind.DESTINATION | 'destinations/acme.groovy'  | "destination('acme') {\n  send { message -> post url, json: [type: message.type] }\n}\n"
    second = first.replace('json: [', "json: [more: 'x', ")
  }

  def "the same id may be that of a source, a provider and a destination at once"() {
    when:
    here.write('sources/acme.groovy', "source('acme') {\n  match 'ACME'\n  transform { payload, raw -> null }\n}\n")
    here.write('providers/acme.groovy', "provider('acme') {\n  send { mail -> post 'https://acme.example', json: [to: mail.to] }\n}\n")
    here.write('destinations/acme.groovy', "destination('acme') {\n  send { message -> post url, json: [type: message.type] }\n}\n")
    def files = here.dev().active().files()

    then:
    [files.sources(), files.providers(), files.destinations()]*.keySet() == [['acme'] as Set] * 3
    [files.providerFiles(), files.destinationFiles()]*.keySet() == [['acme'] as Set] * 2
    Kind.values().collectEntries { [it, files.of(it).size()] } == Kind.values().collectEntries { [it, it in Kind.OUTSIDE ? 1 : 0] }
  }

  def "check tells what is wrong with them"() {
    given:
    here.write('journeys/.keep', '')
    here.write('providers/acme.groovy', "provider('acme') { }")
    here.write('destinations/teams.groovy', "destination('teams') {\n  sned { null }\n}")

    expect:
    new ScriptCompiler().withCloseable { Lint.of(directory, it).problems() } == [
        "providers/acme.groovy:1:1: provider 'acme' does not say how to send: send { mail -> … }",
        "destinations/teams.groovy:2:3: no word 'sned' with such arguments stands here; check its spelling"]
  }

  private static String source(ActiveSet set, Kind kind) {
    set.files().of(kind).acme?.file()?.source()
  }
}
