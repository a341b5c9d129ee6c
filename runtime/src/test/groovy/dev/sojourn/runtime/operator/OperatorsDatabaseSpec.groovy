package dev.sojourn.runtime.operator

import dev.sojourn.core.identity.PasswordHash
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Specification

class OperatorsDatabaseSpec extends Specification {
  static final ADA = 'ada@example.com'
  static final PASSWORD = 'correct horse'
  static final HERE = new Operators.From('192.0.2.1', 'Spec/1.0')

  TestDatabase test = TestDatabase.fresh()
  Vertx vertx = Vertx.vertx()
  Database database = test.open(vertx)
  Instant now = Instant.parse('2026-03-01T12:00:00Z')
  InstantSource clock = { now }
  List<Map> mails = new CopyOnWriteArrayList<>()
  Throwable mailFails
  Operators operators = operators(database)

  def cleanup() {
    await(operators.close())
    await(database.close())
    await(vertx.close())
    test.close()
  }

  private Operators operators(Database over) {
    new Operators(vertx, over, clock, { tx, to, token ->
      mails << [to: to, token: token]
      mailFails ? Future.failedFuture(mailFails) : Future.succeededFuture()
    }, 1_000)
  }

  private void ada() {
    await(operators.bootstrap(ADA, Optional.of(PASSWORD)))
  }

  private SignedIn signedIn(String password = PASSWORD) {
    await(operators.signIn(ADA, password, HERE)).get()
  }

  /** The token of a new link. */
  private String link() {
    await(operators.askReset(ADA))
    mails.last().token
  }

  def "the first operator is made once, whoever starts at the same time"() {
    given:
    def otherDatabase = test.open(vertx)
    def other = operators(otherDatabase)

    when:
    def made = await(Future.all([operators, other, operators].collect { it.bootstrap(' Ada@Example.com', Optional.empty()) })).list()

    then: 'one password is told, and it is good'
    made.count { it.present } == 1
    await(operators.signIn('ADA@example.com ', made.find { it.present }.get(), HERE)).get().session().operator().email() == ADA

    and: 'nobody is made beside her'
    await(operators.bootstrap('eve@example.com', Optional.of(PASSWORD))).empty
    stored('select email from operators') == [ADA]

    cleanup:
    await(other.close())
    await(otherDatabase.close())
  }

  def "a password that was given is told nobody, and none of it is stored"() {
    expect:
    !await(operators.areThere())

    when:
    def told = await(operators.bootstrap(ADA, Optional.of(PASSWORD)))

    then:
    told.empty
    await(operators.areThere())
    stored('select password from operators')[0].startsWith('pbkdf2-sha256$1000$')
  }

  def "#who with #password is nobody who may sign in"() {
    given:
    ada()

    expect:
    await(operators.signIn(who, password, HERE)).empty

    where:
    who                | password
    ADA                | 'correct hors'
    ADA                | ''
    'bob@example.com'  | PASSWORD
    "' or true --"     | PASSWORD
  }

  def "a session is known by its token, of which only the hash is stored, until it is over"() {
    given:
    ada()

    when:
    def begun = signedIn()

    then:
    begun.token() ==~ /[A-Za-z0-9_-]{43}/
    !begun.toString().contains(begun.token())
    await(operators.session(begun.token())).get().operator().email() == ADA
    await(operators.session(begun.token() + 'x')).empty
    await(operators.session('x' * 5_000)).empty
    stored('select length(hash)::text from operator_sessions') == ['32']
    stored("select ip || ' ' || user_agent from operator_sessions") == ['192.0.2.1 Spec/1.0']

    when:
    await(operators.signOut(begun.token()))

    then:
    await(operators.session(begun.token())).empty
  }

  def "a session that nobody uses ends after a week, one in use is put off once a day"() {
    given:
    ada()
    def token = signedIn().token()

    when:
    now += Duration.ofHours(23)

    then:
    !await(operators.session(token)).get().renewed()

    when:
    now += Duration.ofHours(1)
    def renewed = await(operators.session(token)).get()

    then:
    renewed.renewed()
    renewed.expiresAt() == now + Duration.ofDays(7)
    !await(operators.session(token)).get().renewed()

    when:
    now += Duration.ofDays(7) - Duration.ofSeconds(1)

    then:
    await(operators.session(token)).present

    when:
    now += Duration.ofDays(7)

    then:
    await(operators.session(token)).empty
  }

  def "a link sets a password once, and ends all sessions"() {
    given:
    ada()
    def tokens = [signedIn().token(), signedIn().token()]
    def another = link()

    when:
    def token = link()

    then:
    mails*.to == [ADA, ADA]
    stored('select length(hash)::text from password_resets') == ['32', '32']
    await(operators.isResetGood(token))

    when:
    def done = await(operators.reset(token, 'battery staple'))

    then:
    done
    tokens.every { await(operators.session(it)).empty }
    await(operators.signIn(ADA, PASSWORD, HERE)).empty
    signedIn('battery staple')

    and: 'neither it nor any other link is good any more'
    !await(operators.isResetGood(token))
    !await(operators.reset(token, 'something else'))
    !await(operators.reset(another, 'something else'))
    signedIn('battery staple')
  }

  def "of two who use links at once, one sets the password"() {
    given:
    ada()
    def tokens = same ? [link()] * 2 : [link(), link()]

    when:
    def done = await(Future.all([0, 1].collect { operators.reset(tokens[it], "the password $it".toString()) })).list()

    then:
    done.count { it } == 1
    signedIn("the password ${done.indexOf(true)}".toString())

    where:
    same << [true, false]
  }

  def "a link is good for 15 minutes"() {
    given:
    ada()
    def token = link()

    when:
    now += Duration.ofMinutes(15) - Duration.ofSeconds(1)

    then:
    await(operators.isResetGood(token))

    when:
    now += Duration.ofSeconds(1)

    then:
    !await(operators.isResetGood(token))
    !await(operators.reset(token, 'battery staple'))
    signedIn()
  }

  def "nobody's address gets no mail, and an operator's five at a time"() {
    given:
    ada()

    when:
    await(operators.askReset('bob@example.com'))
    7.times { await(operators.askReset(' ADA@example.com')) }

    then:
    mails*.to == [ADA] * 5

    when:
    now += Duration.ofMinutes(15)
    await(operators.askReset(ADA))

    then:
    mails.size() == 6
  }

  def "a mail that cannot be queued leaves no link"() {
    given:
    ada()
    mailFails = new IllegalStateException('meant')

    when:
    await(operators.askReset(ADA))

    then:
    thrown(ExecutionException)
    stored('select id::text from password_resets') == []
  }

  def "who proved a password that is set anew meanwhile is not signed in"() {
    given:
    ada()
    def before = stored('select password from operators')[0]
    await(operators.reset(link(), 'battery staple'))

    when: 'what was found good before the reset begins its session after it'
    def id = database.ids().next()
    def operator = await(database.run('select id from operators')).first().getLong(0)
    def begun = await(database.run(OperatorStore.BEGIN, id, operator, before, Secrets.hash('t'), now, now + Duration.ofDays(7), null, null))

    then:
    begun.rowCount() == 0
    stored('select id::text from operator_sessions') == []
  }

  def "what ended is forgotten, a little at a time"() {
    given:
    ada()
    3.times { signedIn() }
    2.times { link() }
    now += Duration.ofDays(6)
    def token = signedIn().token()

    when:
    def forgotten = [now + Duration.ofDays(1), now + Duration.ofDays(1), now + Duration.ofDays(1)].collect { before ->
      await(database.transaction { tx -> operators.forget(tx, before, 2) })
    }

    then:
    forgotten == [2, 1, 0]
    stored('select id::text from password_resets') == []
    await(operators.session(token)).present
  }

  def "passwords are hashed a few at a time, and more than may wait are turned away"() {
    given:
    def few = new Passwords(vertx, 1_000, 1, 2)
    def slow = PasswordHash.ofNone(50_000, new Random(7))

    when:
    def asked = (1..5).collect { few.match(slow, PASSWORD) }
    await(Future.join(asked).otherwiseEmpty())

    then:
    asked.count { it.failed() && it.cause() instanceof Crowded } == 3
    asked.count { it.succeeded() && !it.result() } == 2

    and:
    await(few.match(null, PASSWORD)) == false

    cleanup:
    await(few.close())
  }

  private List<String> stored(String sql) {
    await(database.run(sql)).collect { it.getString(0) }
  }

  static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
