package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Several apis and workers on one database, clients that repeat what is not answered, and two kills; then everything
 * is counted everywhere. `-Dsojourn.crowd=100000` makes it large, and waits for leases instead of ending them.
 */
class CrowdSpec extends Specification {
  static final int EVENTS = Integer.getInteger('sojourn.crowd', 1_000)
  static final boolean LARGE = EVENTS > 20_000
  static final int EACH_KIND = LARGE ? 3 : 2
  static final int SECONDS = LARGE ? 1_800 : 60
  static final long SEED = 20261128L

  @TempDir
  Path directory

  def plan = new CrowdPlan(EVENTS)
  def smtp = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  Sight sight = new Sight(database.connect())

  List<ServiceProcess> apis
  List<ServiceProcess> workers

  @AutoCleanup
  CrowdClients clients

  def setup() {
    smtp.start()
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    CrowdPlan.JOURNEYS.each { id, source -> bundle.journey(id, source) }
    ['first', 'second'].each { bundle.template(it) }
    apis = (1..EACH_KIND).collect { process("api$it") }
    workers = (1..EACH_KIND).collect { process("worker$it") }
    clients = new CrowdClients(SEED)
  }

  def cleanup() {
    (apis + workers)*.close()
    smtp.stop()
  }

  def "whatever is killed, counts agree everywhere"() {
    given:
    apis*.start('api')
    workers*.start('worker')
    deploy()
    (apis + workers)*.ready()
    until(60) { (apis + workers).every { meters([it], 'scripts_loaded') == 5 } }
    def began = System.nanoTime()

    when: 'an api dies while people come'
    def coming = clients.send(apis, plan.people, 'before', CrowdPlan.&before)
    until(SECONDS) { clients.eventIds.size() > plan.events.intdiv(5) }
    apis[0].kill()
    def living = apis.drop(1)
    CrowdClients.await(coming, SECONDS)

    then: 'all journeys have come to where they wait'
    until(SECONDS) { sight.number('select count(*) from runs where wait_name is not null') == 2 * plan.people }
    clients.failed.get() > 0
    meters(workers, 'emails_total', 'status="sent"') == plan.people

    when: 'a worker dies while they go on'
    def stored = meters(living, 'events_ingested_total', 'source="api"')
    def going = clients.send(living, plan.people, 'after', CrowdPlan.&after)
    until(SECONDS) { sight.number('select count(*) from enrolments') > plan.people.intdiv(2) }
    workers[0].kill()
    if (!LARGE) {
      endLeases()
    }
    CrowdClients.await(going, SECONDS)

    then: 'everything comes to its end'
    until(SECONDS) { UNDER_WAY.every { sight.number(it) == 0 } }
    report(began)

    and: 'each event was answered as one, and is stored once'
    clients.contradictions.isEmpty()
    clients.eventIds.size() == plan.events
    clients.eventIds.values().toSet().size() == plan.events
    counts(EVENTS_BY_NAME) == plan.names
    sight.number(KEYS) == plan.events
    meters(living, 'events_ingested_total', 'source="api"') - stored == plan.events.intdiv(2)

    and: 'each person is one contact, whose all of it is'
    sight.number("select count(*) from contacts where merged_into is null and deleted_at is null") == plan.people
    sight.number(WHOLE_PEOPLE) == plan.people
    sight.number('select count(*) from contact_keys') == 3 * plan.people
    sight.number(LEFT_BEHIND) == 0
    living.every { it.get('/v1/admin/contacts?limit=1').total == plan.people }

    and: 'each enrolment that the rules demand has ended once, as they demand; who came again was left out'
    counts(ENDS) == plan.ends
    living.every { shown(it) == plan.ends }
    sight.number('select sum(count) from decisions') == plan.people

    and: 'each mail was sent once'
    sight.number("select count(*) from sends where status = 'sent'") == plan.mails.size()
    sight.number('select count(*) from sends') == plan.mails.size()
    distinctMails() == plan.mails.sort()

    and: 'nothing was given up'
    sight.number('select count(*) from dead_letters') == 0
    (living + workers.drop(1))*.ready()
  }

  private static final List<String> UNDER_WAY = [
    'select count(*) from runs', "select count(*) from sends where status in ('queued', 'rendered')", 'select count(*) from outbox'
  ]

  private static final String EVENTS_BY_NAME = """
    select n.name || ' ' || count(*) from events e join names n on n.id = e.name where n.name like 'crowd.%' group by n.name
    """

  private static final String KEYS = 'select count(distinct e.id) from event_keys k join events e on e.id = k.event_id'

  private static final String ENDS = """
    select substr(n.name, length('journey:') + 1) || ' ' || e.status || ' ' || count(*)
    from all_enrolments e join names n on n.id = e.journey group by n.name, e.status
    """

  /** Whose keys are all theirs, and who are told apart from nobody else by what was said of them. */
  private static final String WHOLE_PEOPLE = """
    select count(*) from contacts c
    where c.merged_into is null and c.external_id = 'u' || (c.properties ->> 'number')
      and c.email = (c.properties ->> 'number') || '@example.com' and c.anonymous_id = 'a' || (c.properties ->> 'number')
      and (select count(*) from contact_keys k where k.contact_id = c.id
        and k.value in (c.external_id, c.email, c.anonymous_id)) = 3
    """

  private static final String LEFT_BEHIND = """
    select count(*) from contacts c
    where c.merged_into is not null
      and (exists (select from events e where e.contact_id = c.id) or exists (select from sends s where s.contact_id = c.id)
        or exists (select from enrolments e where e.contact_id = c.id) or exists (select from runs r where r.subject = c.id))
    """

  /** The last word of each line is the count of the rest. */
  private Map<String, Long> counts(String query) {
    sight.texts(query).collectEntries {
      def at = it.lastIndexOf(' ')
      [it.take(at), it.drop(at + 1) as long]
    }
  }

  /** How enrolments ended, as an api shows it. */
  private static Map<String, Long> shown(ServiceProcess api) {
    api.get('/v1/admin/journeys').journeys.collectMany { journey ->
      journey.counts.findAll { it.value }.collect { ["$journey.id $it.key".toString(), it.value as long] }
    }.collectEntries()
  }

  /** What the processes count together. */
  private static long meters(List<ServiceProcess> processes, String name, String label = '') {
    processes.collectMany { new URL(it.url('/metrics')).text.readLines() }
        .findAll { it.startsWith(name) && it.contains(label) }
        .sum(0) { (it =~ / ([0-9.E]+)$/)[0][1] as double } as long
  }

  private List<String> distinctMails() {
    smtp.receivedMessages.collectEntries { [it.messageID, "${it.allRecipients[0]} $it.subject".toString()] }.values().sort()
  }

  /** But for those of rows that somebody holds, who is alive. */
  private void endLeases() {
    ['runs', 'sends', 'outbox'].each { table ->
      sight.run("update $table set lease_until = null where id in (select id from $table for update skip locked)")
    }
  }

  private boolean report(long began) {
    def seconds = (System.nanoTime() - began).intdiv(1_000_000_000L)
    def mails = smtp.receivedMessages.length
    Files.createDirectories(Path.of('target')).resolve('crowd.txt').toFile() << [
      "$plan.events events of $plan.people people through $EACH_KIND apis and $EACH_KIND workers in $seconds s:",
      "$clients.failed requests failed, $clients.repeated repeated for no reason,",
      "${plan.events - clients.stored.size()} answers lost, ${mails - plan.mails.size()} raw doubles over SMTP\n"
    ].join(' ')
    true
  }

  private void deploy() {
    def vertx = Vertx.vertx()
    try {
      def refused = new Deploy(vertx, AppConfig.from(Mode.MIGRATE, settings), new PrintWriter(System.out)).run()
      assert refused.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS) == 0
    } finally {
      vertx.close()
    }
  }

  private ServiceProcess process(String name) {
    new ServiceProcess(directory, settings, name)
  }

  private Map<String, String> getSettings() {
    [
      DATABASE_URL  : database.url,
      SOJOURN_BUNDLE: directory.resolve('bundle').toString(),
      SMTP_URL      : "smtp://127.0.0.1:${smtp.smtp.port}".toString(),
      EMAIL_FROM    : 'hello@example.com'
    ]
  }
}
