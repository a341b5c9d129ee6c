package journeys

import dev.sojourn.core.render.TemplateSet
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.testkit.JourneyTest
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

  /** For each journey: who takes part, and what takes it through its steps. */
  static final Map<String, Map> SCENARIOS = [
    'abandoned-cart': [play: { JourneyTest test ->
        ['Kettle', 'Teapot'].each {
          test.arrives('cart.item_added', [cartId: 'c1', product: it, price: 9]).timePasses(1.hour)
        }
        test.arrives('cart.item_added', [cartId: 'c2', product: 'Cups', price: 9]).timePasses(1.day)
            .arrives('order.placed', [cartId: 'c2']).timePasses(3.days)
      }],
    'feedback-request': [play: { JourneyTest test ->
        ['o1', 'o2'].each { test.arrives('order.delivered', [orderId: it]).timePasses(5.days) }
      }],
    'hello': [contact: [firstName: 'Ada'], play: { JourneyTest test ->
        test.arrives('user.signed_up').timePasses(1.minute)
      }],
    'invite-friend': [play: { JourneyTest test ->
        test.arrives('friend.invited', [friend: 'bob@example.com'])
            .mailFails('invitation', 'no such mailbox')
            .arrives('friend.invited', [friend: 'eve@example.com'])
      }],
    'onboarding-checklist': [play: { JourneyTest test ->
        test.arrives('workspace.created').timePasses(1.day).arrives('project.created').timePasses(5.days)
      }],
    'payment-recovery': [play: { JourneyTest test ->
        test.arrives('payment.failed', [invoiceId: 'i1'])
            .arrives('payment.failed', [invoiceId: 'i2']).timePasses(5.days)
            .arrives('payment.succeeded', [invoiceId: 'i2']).timePasses(6.days)
      }],
    'renewal-reminders': [contact: [renewsAt: '2026-03-01'], play: { JourneyTest test ->
        test.timePasses(30.days)
            .contact('ada@example.com', [renewsAt: '2026-04-01']).timePasses(60.days)
      }],
    'subject-test': [contact: [id: 'ada'], play: { JourneyTest test ->
        test.arrives('season.started').timePasses(1.day).clicks('season-offer')
      }],
    'trial-ending': [play: { JourneyTest test ->
        test.arrives('trial.started', [plan: 'pro']).timePasses(12.days)
            .arrives('trial.extended', [days: 3]).timePasses(5.days)
      }],
    'weekly-digest': [contact: [timezone: 'Europe/Berlin'], play: { JourneyTest test ->
        test.arrives('digest.subscribed').arrives('post.published', [title: 'On kettles']).timePasses(20.days)
      }],
    'welcome': [contact: [firstName: 'Ada'], play: { JourneyTest test ->
        test.arrives('user.created').timePasses(7.days)
      }],
    'win-back': [contact: [timezone: 'Pacific/Auckland'], play: { JourneyTest test ->
        test.arrives('contact.lapsed').timePasses(20.days)
      }]
  ]

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

  def "journey '#id' survives a crash at each commit, a replay after it, and events that come twice"() {
    given:
    def test = JourneyTest.of(ROOT, id).contact('ada@example.com', SCENARIOS[id].contact ?: [:])

    when:
    SCENARIOS[id].play(test)

    then:
    test.timeline().size() > 5
    test.crashEverywhere().replayEverywhere().duplicateDeliveries()

    where:
    id << JOURNEYS
  }

  def "journey '#id' is short, and the README says what it teaches"() {
    expect:
    Files.readAllLines(ROOT.resolve("journeys/${id}.groovy")).size() in 14..40
    Files.readString(ROOT.resolve('README.md')) =~ /\| \[$id\]\(journeys\/${id}\.groovy\) \| \S.{20,} \|/

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
