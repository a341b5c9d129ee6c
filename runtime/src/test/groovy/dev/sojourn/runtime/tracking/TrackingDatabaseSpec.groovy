package dev.sojourn.runtime.tracking

import dev.sojourn.core.render.FrontMatter
import dev.sojourn.core.render.Rendered
import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.config.TrackingConfig
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.outbox.Outbox
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification

class TrackingDatabaseSpec extends Specification {
  static final CONFIG = new TrackingConfig(true, true, 'https://go.example.com')
  static final ALL = new FrontMatter('s', null, null, null, [:], [:], new FrontMatter.Flags(true, true, false))
  static final CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
  static final HTML = '''<a href="https://a.example/1?x=1&amp;y=2">one</a> <a href="https://a.example/2">two</a>
      <a href="https://a.example/3" data-sojourn-event="plan.chosen" data-sojourn-event-plan="pro">three</a>'''

  @Shared Vertx vertx = Vertx.vertx()
  TestDatabase test = TestDatabase.fresh()
  Database database = test.open(vertx)
  Tracking tracking = opened()
  List<Long> contacts = []

  def cleanup() {
    await(database.close())
    test.close()
  }

  def cleanupSpec() {
    await(vertx.close())
  }

  def "a click is one row, marks its send, and is one event of the contact"() {
    given:
    def send = send()

    expect:
    click(send, 0) == 'https://a.example/1?x=1&y=2'

    when:
    written()

    then:
    clicks() == [[send, 1, 'https://a.example/1?x=1&y=2', 'person', '192.0.2.1', CHROME]]
    with(state(send)) {
      status == 'clicked'
      clicked_at != null
      opened_at == null
      scanned_at == null
    }
    events() == [[contacts[0], 'email.link_clicked', 'tracking',
        [emailSendId: face(send), templateKey: 'welcome', journeyId: 'trial', linkUrl: 'https://a.example/1?x=1&y=2', linkId: 1]]]
  }

  def "a click on a mail of somebody who was erased says nothing of who it was"() {
    given:
    def send = send()
    run('insert into contacts(id, deleted_at, first_seen_at, last_seen_at) values ($1::int8, now(), now(), now())', contacts[0])

    when:
    click(send, 0)
    written()

    then:
    clicks() == [[send, 1, 'https://a.example/1?x=1&y=2', 'person', null, null]]
    state(send).status == 'clicked'
    events() == []
  }

  def "the first opening is one event; later ones, from elsewhere too, change nothing"() {
    given:
    def send = send()

    when:
    open(send, agent)
    open(send)
    written()
    def first = state(send)
    open(send, 'another')
    written()

    then:
    with(state(send)) {
      status == 'opened'
      opened_by == by
      opened_at == first.opened_at
    }
    events()*.getAt(1) as Set == ['email.opened'] as Set
    keys() == ['email.opened:' + face(send)] as Set
    events()[0][3] == [emailSendId: face(send), templateKey: 'welcome', journeyId: 'trial'] + proxy

    where:
    agent                      || by       | proxy
    CHROME                     || 'person' | [:]
    'Mozilla/5.0'              || 'apple'  | [proxy: 'apple']
    '(via GoogleImageProxy)'   || 'gmail'  | [proxy: 'gmail']
  }

  def "of two times that a link was followed the first one stays"() {
    given:
    def send = send()
    click(send, 0)
    written()
    def first = state(send)

    when:
    click(send, 0)
    written()

    then:
    clicks().size() == 2
    first.clicked_at != null
    state(send).clicked_at == first.clicked_at
  }

  def "of a send that is #before, #did makes #after, and first times are kept all the same"() {
    given:
    def send = send(status: before)

    when:
    did == 'opening' ? open(send) : click(send, 0)
    written()

    then:
    state(send).status == after
    (did == 'opening' ? state(send).opened_at : state(send).clicked_at) != null

    where:
    before       | did        || after
    'rendered'   | 'opening'  || 'rendered'
    'rendered'   | 'clicking' || 'rendered'
    'sent'       | 'opening'  || 'opened'
    'delivered'  | 'clicking' || 'clicked'
    'opened'     | 'clicking' || 'clicked'
    'clicked'    | 'opening'  || 'clicked'
    'bounced'    | 'clicking' || 'bounced'
    'complained' | 'opening'  || 'complained'
    'unknown'    | 'opening'  || 'opened'
  }

  def "#what is noted, moves nothing and is no event"() {
    given:
    def send = send(sentAgo: ago)

    when:
    links.each { click(send, it, agent, purpose) }
    if (!links) open(send, agent, purpose)
    written()

    then:
    clicks()*.getAt(3) == ['machine'] * links.size()
    with(state(send)) {
      status == 'sent'
      clicked_at == null
      opened_at == null
      scanned_at != null
    }
    events() == []

    where:
    what                             | links     | agent             | purpose    | ago
    'a robot'                        | [0]       | 'Googlebot/2.1'   | ''         | 3600
    'a prefetcher'                   | [0]       | CHROME            | 'prefetch' | 3600
    'who names nothing'              | [0]       | null              | ''         | 3600
    'who comes at once'              | [0]       | CHROME            | ''         | 0
    'who follows two links at once'  | [0, 1]    | CHROME            | ''         | 3600
    'who follows all links at once'  | [0, 1, 2] | CHROME            | ''         | 3600
    'a robot that loads the pixel'   | []        | 'BingPreview/1.0' | ''         | 3600
  }

  def "a link followed again within seconds is one event and two rows, across batches too"() {
    given:
    def send = send()

    when:
    click(send, 0)
    click(send, 0)
    written()
    click(send, 0)
    written()

    then:
    clicks().size() == 3
    events()*.getAt(1) == ['email.link_clicked']

    when: 'and later'
    run("update link_clicks set clicked_at = clicked_at - interval '6 s'")
    click(send, 0)
    written()

    then:
    events()*.getAt(1) == ['email.link_clicked', 'email.link_clicked']
    keys().size() == 2
  }

  def "a person who follows a link right after a scanner is heard"() {
    given:
    def send = send()
    click(send, 0, 'Googlebot/2.1')
    written()

    when:
    click(send, 0)
    written()

    then:
    clicks()*.getAt(3) == ['machine', 'person']
    events()*.getAt(1) == ['email.link_clicked']
  }

  def "a link with a meaning is that event too, under one key for ever"() {
    given:
    def send = send()

    when:
    click(send, 2)
    written()
    run("update link_clicks set clicked_at = clicked_at - interval '1 h'")
    click(send, 2)
    written()

    then:
    events()*.getAt(1) == ['email.link_clicked', 'plan.chosen', 'email.link_clicked', 'plan.chosen']
    events()[1][3] == [plan: 'pro', emailSendId: face(send), templateKey: 'welcome', journeyId: 'trial']
    keys().size() == 3
  }

  def "a visitor's name that cannot be stored as it is keeps no visit from being written"() {
    given:
    def send = send()

    when:
    click(send, 0, 'Mozilla\0/5.0 ' + 'x' * 600)
    written()

    then:
    with(clicks()) {
      size() == 1
      first().last() == ('Mozilla/5.0 ' + 'x' * 600).substring(0, 512)
    }
  }

  def "what cannot be written is tried again, and then it is there once"() {
    given:
    def send = send()
    run('alter table link_clicks rename to away')
    def before = attempts()

    when:
    click(send, 0)

    then: 'the failed attempts leave nothing'
    eventually { assert attempts() > before }
    state(send).status == 'sent'

    when:
    run('alter table away rename to link_clicks')

    then:
    eventually { assert clicks().size() == 1 }
    state(send).status == 'clicked'
    events().size() == 1
  }

  def "a send in other hands is not waited for, the others are written, and its turn comes"() {
    given:
    def held = send()
    def other = send()
    def lock = new Promise[] {Promise.promise(), Promise.promise()}
    def holder = database.transaction { tx ->
      tx.run('select 1 from sends where id = $1::int8 for update', held).compose { lock[0].complete(); lock[1].future() }
    }
    await(lock[0].future())

    when:
    click(held, 0)
    click(other, 0)

    then:
    eventually { assert clicks()*.getAt(0) == [other] }

    when:
    lock[1].complete()
    await(holder)

    then:
    eventually { assert clicks()*.getAt(0) as Set == [held, other] as Set }
    state(held).status == 'clicked'
  }

  def "a send that nobody knows, or that has no contact, harms nothing"() {
    given:
    def lonely = send(contact: null)

    when:
    click(lonely, 0)
    click(database.ids().next(), 0)
    tracking.opened('0198c0de-0000-7000-8000-000000000000', new Caller(null, CHROME, ''))
    written()

    then:
    clicks()*.getAt(0) == [lonely]
    events() == []
  }

  def "what is no link of ours leads home: #word"() {
    expect:
    tracking.follow(word, new Caller(null, CHROME, '')) == 'https://go.example.com'
    written() || clicks() == []

    where:
    word << ['', 'x', 'https://evil.example', 'A' * 100]
  }

  def "where #url leads is said in ASCII, on one line"() {
    given:
    def mail = new Rendered('s', "<a href=\"$url\">x</a>", '')
    def word = (tracking.mark(1, ALL, mail).html() =~ /c\/([\w-]+)/)[0][1]

    expect:
    tracking.follow(word, null) == to

    where:
    url                                          || to
    'https://bücher.example/straße?q=ü#é'        || 'https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC#%C3%A9'
    'https://a.example/a b&quot;&lt;c&gt;\\d'    || 'https://a.example/a%20b%22%3Cc%3E%5Cd'
    'https://a.example/%0d%0aSet-Cookie:x'       || 'https://a.example/%0d%0aSet-Cookie:x'
    'https://a.example/&#127;&#133;x'            || 'https://a.example/%7F%E2%80%A6x'
    'https://[2001:db8::1]:8080/x'               || 'https://[2001:db8::1]:8080/x'
    'https://a.example/😀'                       || 'https://a.example/%F0%9F%98%80'
  }

  def "settings and template decide what a mail carries: #settings, #flags"() {
    given:
    def matter = new FrontMatter('s', null, null, null, [:], [:], flags)
    def tracking = await(Tracking.open(vertx, database, new Outbox(vertx, database), settings))

    when:
    def html = tracking.mark(7, matter, new Rendered('s', '<a href="https://a.example">x</a>', 'https://a.example')).html()

    then:
    html.contains('/v1/t/c/') == links
    html.contains("<img src=\"https://go.example.com/v1/t/o/${face(7)}\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">") == pixel

    where:
    settings                                                 | flags                                      || links | pixel
    CONFIG                                                   | new FrontMatter.Flags(true, true, false)   || true  | true
    CONFIG                                                   | new FrontMatter.Flags(false, true, false)  || true  | false
    CONFIG                                                   | new FrontMatter.Flags(true, false, false)  || false | true
    new TrackingConfig(false, true, 'https://go.example.com') | new FrontMatter.Flags(true, true, false)  || true  | false
    new TrackingConfig(true, false, 'https://go.example.com') | new FrontMatter.Flags(true, true, false)  || false | true
    new TrackingConfig(false, false, 'https://go.example.com') | new FrontMatter.Flags(true, true, false) || false | false
  }

  def "links of one process are followed by every other"() {
    given:
    def other = opened()

    expect:
    other.follow(words(send())[1], null) == 'https://a.example/2'
  }

  def "after a time, who followed a link is forgotten, a few at a time, and the click stays"() {
    given:
    def send = send()
    3.times { click(send, 0) }
    written()
    run("update link_clicks set clicked_at = clicked_at - interval '91 d' where id <> (select max(id) from link_clicks)")
    def before = Instant.now() - Duration.ofDays(90)

    expect:
    await(database.transaction { tx -> tracking.forget(tx, before, 1) }) == 1
    await(database.transaction { tx -> tracking.forget(tx, before, 9) }) == 1
    await(database.transaction { tx -> tracking.forget(tx, before, 9) }) == 0
    clicks().collect { it[4..5] } as Set == [[null, null], ['192.0.2.1', CHROME]] as Set
    clicks().size() == 3
  }

  private Tracking opened() {
    await(Tracking.open(vertx, database, new Outbox(vertx, database), CONFIG))
  }

  /** Everything that was noted is in the database from here on. */
  private boolean written() {
    await(tracking.close())
    tracking = opened()
    true
  }

  private long send(Map how = [:]) {
    def id = database.ids().next()
    def contact = how.containsKey('contact') ? how.contact : database.ids().next()
    contacts << contact
    def journey = await(database.names().intern('task', ['journey:trial']))['journey:trial']
    def ago = how.containsKey('sentAgo') ? how.sentAgo : 3600
    run('''insert into sends(id, contact_id, journey, due_at, status, template, category, sent_at)
        values ($1::int8, $2::int8, $3::int4, now(), $4::text, 'welcome', 'journey', now() - make_interval(secs => $5::int4))''',
        id, contact, journey, how.status ?: 'sent', ago)
    id
  }

  private List<String> words(long send) {
    tracking.mark(send, ALL, new Rendered('s', HTML, '')).html().findAll(/c\/([\w-]+)/) { it[1] }
  }

  private String click(long send, int link, String agent = CHROME, String purpose = '') {
    tracking.follow(words(send)[link], new Caller('192.0.2.1', agent, purpose))
  }

  private void open(long send, String agent = CHROME, String purpose = '') {
    tracking.opened(face(send), new Caller('192.0.2.1', agent, purpose))
  }

  private String face(long id) {
    database.publicIds().face(id)
  }

  private List<List> clicks() {
    run('select send_id, link, url, visitor, ip, user_agent from link_clicks order by id').collect { row -> (0..5).collect { row.getValue(it) } }
  }

  private Map state(long send) {
    run('select status, opened_at, opened_by, clicked_at, scanned_at from sends where id = $1::int8', send)
        .collect { row -> ['status', 'opened_at', 'opened_by', 'clicked_at', 'scanned_at'].collectEntries { [it, row.getValue(it)] } }[0]
  }

  private List<Map> parcels() {
    run('select order_key, payload from outbox order by id').collectMany { row -> Json.read(row.getString(1)).collect { it + [contact: row.getLong(0)] } }
  }

  private List<List> events() {
    parcels().collect { [it.contact, it.name, it.source, Json.read(it.json)] }
  }

  private Set<String> keys() {
    parcels()*.key as Set
  }

  /** How often somebody tried what failed, by what the server counts. */
  private long attempts() {
    run("select xact_rollback from pg_stat_database where datname = current_database()")[0].getLong(0)
  }

  private List run(String sql, Object... parameters) {
    await(database.run(sql, parameters)).toList()
  }

  private void eventually(Closure condition) {
    def giveUp = System.nanoTime() + 15_000_000_000L
    while (true) {
      try {
        condition()
        return
      } catch (AssertionError notYet) {
        if (System.nanoTime() > giveUp) throw notYet
        def later = Promise.promise()
        vertx.setTimer(20) { later.complete() }
        await(later.future())
      }
    }
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
  }
}
