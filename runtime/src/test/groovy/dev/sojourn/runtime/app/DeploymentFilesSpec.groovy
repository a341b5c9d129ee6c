package dev.sojourn.runtime.app

import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.Mode
import dev.sojourn.hatchet.EngineVersion
import java.nio.file.Files
import org.yaml.snakeyaml.LoaderOptions
import org.yaml.snakeyaml.Yaml
import spock.lang.Shared
import spock.lang.Specification

/** The compose file and the manifests, as far as they can be judged without a daemon or a cluster. */
class DeploymentFilesSpec extends Specification {
  @Shared Map compose = yaml('docker/compose.yaml')[0]
  @Shared Map services = compose.services

  def "the services are there, each of an image pinned by version"() {
    expect:
    services.keySet() == ['postgres', 'redis', 'hatchet', 'migrate', 'deploy', 'api', 'worker'] as Set
    services.values()*.image.every { it ==~ /[\w.\/-]+:v?\d+\.\d+(\.\d+)?/ }
    services.findAll { it.key in ['migrate', 'deploy', 'api', 'worker'] }.values()*.image.unique().size() == 1
  }

  def "the engine is one that the client speaks to"() {
    expect:
    EngineVersion.parse(services.hatchet.image.tokenize(':').last()) >= EngineVersion.MINIMUM
  }

  def "what must be there before #service is #before"() {
    expect:
    (services[service].depends_on ?: [:]).collectEntries { name, how -> [name, how.condition] } == before

    where:
    service    || before
    'postgres' || [:]
    'redis'    || [:]
    'hatchet'  || [postgres: 'service_healthy']
    'migrate'  || [postgres: 'service_healthy']
    'deploy'   || [migrate: 'service_completed_successfully']
    'api'      || [migrate: 'service_completed_successfully', redis: 'service_healthy', hatchet: 'service_healthy']
    'worker'   || [migrate: 'service_completed_successfully', redis: 'service_healthy', hatchet: 'service_healthy']
  }

  def "one image is all modes: the launcher is its entry, and the command, api by default, says which"() {
    given:
    def lines = text('docker/Dockerfile').readLines()

    expect:
    lines.findAll { it.startsWith('ENTRYPOINT') } == ['ENTRYPOINT ["sojourn"]']
    lines.findAll { it.startsWith('CMD') } == ['CMD ["api"]']
    Main.line(new Lifetime()).subcommands.keySet().containsAll(services.values().findAll { it.image == services.api.image }*.command.flatten())
  }

  def "what goes on has a health check and comes back, what ends does neither"() {
    expect:
    services.every { name, service ->
      name in ['migrate', 'deploy']
          ? service.restart == 'no' && !service.healthcheck
          : service.restart == 'unless-stopped' && service.healthcheck.test[0] == 'CMD'
    }
    ['api', 'worker'].every { services[it].stop_grace_period == '45s' }
    services.findAll { it.value.command instanceof List }.collectEntries { name, service -> [name, service.command] } ==
        [migrate: ['migrate'], deploy: ['deploy'], api: ['api'], worker: ['worker']]
  }

  def "ports are open on this machine alone, and each can be moved"() {
    expect:
    services.values().collectMany { it.ports ?: [] }.every { it ==~ /127\.0\.0\.1:\$\{\w+:-\d+}:\d+/ }
    BootstrapPorts.Port.values().every { port -> text('docker/compose.yaml').contains("\${${port.name()}:-") }
  }

  def "no secret stands in them, and what is secret has no default"() {
    given:
    def files = ['docker/compose.yaml', 'docker/env.example', 'docker/k8s/config.yaml', 'docker/k8s/migrate.yaml', 'docker/k8s/api.yaml', 'docker/k8s/worker.yaml']

    expect:
    files.every { !(text(it) =~ /(?i)(sk_|whsec_|re_)\w{8,}|eyJ[\w-]+|-----BEGIN|:\/\/\w+:[^$@\s]+@/) }
    (text('docker/compose.yaml') =~ /\$\{(\w*(?:PASSWORD|SECRET|TOKEN|KEY)\w*)([^}]*)}/).collect { it[2] as String }.every { it.startsWith(':?') }
    (text('docker/env.example') =~ /(?m)^(\w*(?:PASSWORD|SECRET|TOKEN|KEY)\w*)=(.*)$/).collect { it[2] } as Set == [''] as Set
  }

  def "the service in a container gets its addresses from the network, and settings that can be used"() {
    given:
    def settings = services.api.environment.collectEntries { name, value -> [name, "$value".replaceAll(/\$\{\w+:\?[^}]*}/, 'hush')] }
    def bundle = Files.createTempDirectory('bundle')

    expect:
    with(AppConfig.from(Mode.API, settings + [SOJOURN_BUNDLE: bundle.toString(), AUTH_SECRET: 'k' * 32])) {
      database().url().host() == 'postgres'
      http().port() == 3002
      http().metricsPort().asInt == 3003
    }
    services.api.environment == services.worker.environment
    services.api.env_file == '../.env'

    cleanup:
    Files.delete(bundle)
  }

  def "files that are mounted are there, and may be executed where they are scripts"() {
    given:
    def mounted = services.values().collectMany { it.volumes ?: [] }.findAll { it.startsWith('.') }*.tokenize(':')*.first().unique()

    expect:
    mounted.every { Files.exists(Readme.ROOT.resolve('docker').resolve(it)) }
    Files.isExecutable(Readme.ROOT.resolve('docker/hatchet-database'))
    ['bash', '-n', Readme.ROOT.resolve('docker/hatchet-database').toString()].execute().waitFor() == 0
    services.values().collectMany { it.volumes ?: [] }*.tokenize(':')*.first().findAll { !it.startsWith('.') } as Set == compose.volumes.keySet()
  }

  def "manifest #file makes #kinds, of the image that compose has"() {
    given:
    def documents = yaml("docker/k8s/$file")

    expect:
    documents*.kind == kinds
    documents.every { it.apiVersion && it.metadata.name.startsWith('sojourn') }
    documents.collectMany { containers(it) }*.image.every { it == services.api.image }

    where:
    file           || kinds
    'config.yaml'  || ['ConfigMap']
    'migrate.yaml' || ['Job']
    'api.yaml'     || ['Deployment', 'Service']
    'worker.yaml'  || ['Deployment']
  }

  def "pods run as nobody in particular, and take what is secret from a secret"() {
    given:
    def pods = ['migrate', 'api', 'worker'].collectMany { yaml("docker/k8s/${it}.yaml") }.findAll { it.spec.template }

    expect:
    pods.every { it.spec.template.spec.securityContext.runAsNonRoot && !it.spec.template.spec.automountServiceAccountToken }
    pods.collectMany { containers(it) }.every {
      it.envFrom == [[configMapRef: [name: 'sojourn']], [secretRef: [name: 'sojourn']]] && !it.env && !it.securityContext.allowPrivilegeEscalation
    }
    containers(yaml('docker/k8s/migrate.yaml')[0])*.args == [['migrate'], ['deploy']]
  }

  def "probes of #file ask what the process answers, on a port that it listens on"() {
    given:
    def container = containers(yaml("docker/k8s/$file")[0])[0]

    expect:
    [container.startupProbe, container.livenessProbe, container.readinessProbe]*.httpGet*.path == ['/livez', '/livez', '/readyz']
    container.ports*.containerPort == [port]
    yaml("docker/k8s/$file")[0].spec.template.spec.terminationGracePeriodSeconds >= 45

    where:
    file          || port
    'api.yaml'    || 3002
    'worker.yaml' || yaml('docker/k8s/config.yaml')[0].data.METRICS_PORT as int
  }

  private static List containers(Map document) {
    def pod = document.spec?.template?.spec
    (pod?.initContainers ?: []) + (pod?.containers ?: [])
  }

  private static String text(String path) {
    Files.readString(Readme.ROOT.resolve(path))
  }

  private static List yaml(String path) {
    new Yaml(new LoaderOptions()).loadAll(text(path)).toList()
  }
}
