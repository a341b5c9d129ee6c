package dev.sojourn.runtime.http

import dev.sojourn.core.replay.Json
import io.vertx.core.json.JsonArray
import io.vertx.core.json.JsonObject
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

class OpenApiSpec extends Specification {
  static final Path FILE = Path.of('').toAbsolutePath().with { here ->
    def path = here
    while (!Files.isDirectory(path.resolve('journeys')) || !Files.isDirectory(path.resolve('docs'))) {
      path = path.parent
    }
    path.resolve('docs/openapi.yaml')
  }

  Map document = OpenApi.document().map.collectEntries { name, value -> [name, plain(value)] }

  def "the document that is checked in is the one of the table"() {
    given:
    def wanted = '# Made from the table of routes: ./mvnw -pl runtime test -Dsojourn.docs=write\n' + yaml(document)

    when:
    if (System.getProperty('sojourn.docs') == 'write') {
      Files.writeString(FILE, wanted)
    }

    then:
    Files.readString(FILE) == wanted
  }

  def "every route says what it does, who may ask and what it answers"() {
    expect:
    RouteTable.ALL.every { it.says() ==~ /[A-Z].*\./ && !it.answers().isEmpty() }
    RouteTable.ALL.findAll { it.path().startsWith('/v1/admin/') }.every { it.access().scope() != null }
    RouteTable.ALL.findAll { it.method().name() == 'GET' }.every { it.access().scope() in [null, Scope.READ, Scope.INGEST] }
    RouteTable.ALL.findAll { it.access().publishable() }.every { it.isData() }
  }

  def "no two routes have the same method and path, or the same name in the document"() {
    expect:
    RouteTable.ALL*.toString().unique(false).size() == RouteTable.ALL.size()
    operations()*.operationId.unique(false).size() == RouteTable.ALL.size()
    operations().every { it.operationId ==~ /[a-z][A-Za-z]+/ }
  }

  def "every parameter of a path is described"() {
    expect:
    document.paths.every { path, methods ->
      methods.every { method, operation ->
        (path =~ /\{(\w+)}/).collect { it[1] } == (operation.parameters ?: []).findAll { it.in == 'path' }*.name
      }
    }
  }

  private List<Map> operations() {
    document.paths.values().collectMany { it.values() as List }
  }

  private static Object plain(Object value) {
    value instanceof JsonObject ? plain(value.map)
        : value instanceof JsonArray ? plain(value.list)
        : value instanceof Map ? value.collectEntries { name, inner -> [name, plain(inner)] }
        : value instanceof List ? value.collect { plain(it) }
        : value
  }

  /** Blocks; texts stand as in JSON, which YAML reads too. */
  private static String yaml(Object value, String indent = '') {
    if (value instanceof Map && value) {
      return value.collect { name, inner -> indent + (name ==~ /[A-Za-z][\w-]*/ ? name : Json.write(name)) + ':' + within(inner, indent) }.join('')
    }
    value.collect { inner -> indent + '-' + within(inner, indent) }.join('')
  }

  private static String within(Object value, String indent) {
    (value instanceof Map || value instanceof List) && value ? '\n' + yaml(value, indent + '  ') : ' ' + Json.write(value) + '\n'
  }
}
