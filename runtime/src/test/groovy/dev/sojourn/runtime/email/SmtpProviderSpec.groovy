package dev.sojourn.runtime.email

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.mail.MailHeader
import dev.sojourn.runtime.config.SendLimits
import dev.sojourn.runtime.config.SmtpUrl
import io.vertx.core.Vertx
import io.vertx.core.buffer.Buffer
import io.vertx.core.net.NetServer
import io.vertx.core.net.NetServerOptions
import io.vertx.core.net.NetSocket
import io.vertx.core.net.SelfSignedCertificate
import io.vertx.core.net.ServerSSLOptions
import io.vertx.core.parsetools.RecordParser
import java.nio.file.Files
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import javax.net.ssl.SSLContext
import spock.lang.AutoCleanup
import spock.util.concurrent.PollingConditions

class SmtpProviderSpec extends ProviderContractSpec {
  @AutoCleanup('stop') GreenMail server = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))
  Provider provider

  def setup() {
    server.start()
    provider = at("smtp://127.0.0.1:$server.smtp.port")
  }

  def cleanup() {
    await(provider.close())
  }

  private SmtpProvider at(CharSequence url) {
    new SmtpProvider(vertx, SmtpUrl.parse(url.toString()), LIMITS)
  }

  @Override
  List arrived() {
    server.receivedMessages.collect { message ->
      def bytes = new ByteArrayOutputStream()
      message.writeTo(bytes)
      normal(bytes.toByteArray())
    }
  }

  @Override
  Object form(OutgoingMail mail) {
    normal(Mime.of(mail).bytes())
  }

  def "it logs in with user and password, by #auth"() {
    given:
    server.setUser('me@example.com', 'me', 's@cret')
    def here = at("smtp://me:${password}@127.0.0.1:$server.smtp.port$auth")

    when:
    def failure = await(here.send(mail(1, 'x', 'x', 'x')).map { null }.otherwise { it })

    then:
    if (good) {
      assert failure == null
    } else {
      assert failure.kind() == ProviderFailure.Kind.REFUSED
      assert failure.message.endsWith('check the user and the password in SMTP_URL')
      assert !failure.message.contains(password)
    }

    cleanup:
    await(here.close())

    where:
    password     | auth          || good
    's%40cret'   | ''            || true
    's%40cret'   | '?auth=LOGIN' || true
    'hush-hush'  | ''            || false
  }

  def "a mail of five megabytes arrives whole"() {
    given:
    def bytes = new byte[5 << 20]
    new Random(5).nextBytes(bytes)
    def small = mail(1, 'x', 'x', 'x')
    def extras = new MailExtras(null, [], [], [Attachment.of('large.bin', 'application/octet-stream', bytes, null)])
    def large = new OutgoingMail(small.sendId(), small.date(), small.from(), small.to(), 'x', 'x', 'x', extras)

    when:
    await(provider.send(large))

    then:
    def body = server.receivedMessages[0].content
    body.getBodyPart(1).inputStream.bytes == bytes
  }

  def "connections are used again, and left in good manners"() {
    given:
    def scripted = new SmtpFixture()
    def here = at("smtp://127.0.0.1:$scripted.port?name=sender.example")

    when:
    5.times { await(here.send(mail(it, 'x', 'x', 'x'))) }
    await(here.close())

    then:
    until { scripted.heard == ['EHLO'] + ['MAIL', 'RCPT', 'DATA', '.'] * 5 + ['QUIT'] }
    scripted.connections.get() == 1
    scripted.lines[0] == 'EHLO sender.example'

    when: 'it is closed'
    await(here.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.retryable

    cleanup:
    scripted.close()
  }

  def "a mail that has become another's while it waited for a connection goes nowhere"() {
    given: 'a server that takes its time over the first of two mails'
    def heard = new CountDownLatch(1)
    def goOn = new CountDownLatch(1)
    def scripted = new SmtpFixture({ word ->
      if (word == '.') {
        heard.countDown()
        goOn.await(20, TimeUnit.SECONDS)
      }
      null
    })
    def here = new SmtpProvider(vertx, SmtpUrl.parse("smtp://127.0.0.1:$scripted.port"), new SendLimits(1, 0))
    def ours = new AtomicBoolean(true)

    when:
    def first = here.send(mail(1, 'x', 'x', 'x'), { true })
    def second = here.send(mail(2, 'x', 'x', 'x'), { ours.get() })
    heard.await(20, TimeUnit.SECONDS)
    ours.set(false)
    goOn.countDown()
    await(first)
    await(second)

    then:
    def failure = thrown(ProviderFailure)
    failure.retryable
    scripted.heard.count('MAIL') == 1

    cleanup:
    await(here?.close())
    scripted.close()
  }

  def "a connection without work is left after a while"() {
    given:
    def scripted = new SmtpFixture()
    def connections = new SmtpConnections(SmtpUrl.parse("smtp://127.0.0.1:$scripted.port"))
    def idle = SmtpConnections.IDLE.toNanos()

    when:
    connections.deliver(new SmtpLetter(mail(1, 'x', 'x', 'x')), System.nanoTime() + idle)
    connections.watch(System.nanoTime() + idle.intdiv(2)) { it.run() }
    connections.deliver(new SmtpLetter(mail(2, 'x', 'x', 'x')), System.nanoTime() + idle)

    then:
    scripted.heard == ['EHLO'] + ['MAIL', 'RCPT', 'DATA', '.'] * 2

    when:
    connections.watch(System.nanoTime() + idle * 2) { it.run() }

    then:
    until { scripted.heard.last() == 'QUIT' }

    cleanup:
    scripted.close()
  }

  def "where the server knows pipelining, it gets the envelope at once"() {
    given:
    def replies = [MAIL: SmtpFixture.SILENCE, RCPT: SmtpFixture.SILENCE, DATA: '250 ok\r\n250 ok\r\n354 go on']
    def scripted = new SmtpFixture(['PIPELINING', 'SIZE 1000000'], { word -> replies[word] })
    def here = at("smtp://127.0.0.1:$scripted.port")
    def mail = mail(1, 'x', 'x', 'x')

    when:
    2.times { await(here.send(mail)) }

    then:
    scripted.heard == ['EHLO'] + ['MAIL', 'RCPT', 'DATA', '.'] * 2
    scripted.lines[1..2] == ["MAIL FROM:<hello@example.com> SIZE=${Mime.of(mail).bytes().length}", 'RCPT TO:<ada@example.com>']

    cleanup:
    await(here.close())
    scripted.close()
  }

  def "a server that refuses #command, and answers DATA with #data, gets no message, and the next mail passes"() {
    given:
    def refusing = true
    def replies = [(command): '550 no', DATA: data]
    def scripted = new SmtpFixture(['PIPELINING'], { word -> refusing ? replies[word] : null })
    def here = at("smtp://127.0.0.1:$scripted.port")

    when:
    await(here.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.kind() == ProviderFailure.Kind.REFUSED
    failure.message.endsWith('550 no')
    scripted.heard.first() == 'EHLO'
    scripted.heard.last() == last

    when:
    refusing = false
    await(here.send(mail(2, 'x', 'x', 'x')))

    then:
    scripted.heard.takeRight(4) == ['MAIL', 'RCPT', 'DATA', '.']
    scripted.connections.get() == connections

    cleanup:
    await(here.close())
    scripted.close()

    where:
    command | data              || last   | connections
    'MAIL'  | '503 no sender'   || 'RSET' | 1
    'RCPT'  | '554 nobody'      || 'RSET' | 1
    'RCPT'  | '354 go on'       || 'DATA' | 2
  }

  def "a connection that died while it lay idle is replaced, after #death"() {
    given:
    def scripted = new SmtpFixture(offers, { word, number, line -> number == 1 && heardMails(word) ? death : null })
    def here = at("smtp://127.0.0.1:$scripted.port?timeout=1s")

    when:
    2.times { await(here.send(mail(it, 'x', 'x', 'x'))) }

    then:
    scripted.heard.count('.') == 2
    scripted.connections.get() == 2

    cleanup:
    await(here.close())
    scripted.close()

    where:
    death                  | offers
    SmtpFixture.HANG_UP   | []
    SmtpFixture.HANG_UP   | ['PIPELINING']
    SmtpFixture.SILENCE   | []
    '421 too long idle'    | []
    '421 too long idle'    | ['PIPELINING']
  }

  private int mails

  /** Whether it is the beginning of a second mail. */
  private boolean heardMails(String word) {
    word == 'MAIL' && ++mails > 1
  }

  def "a mail of which the server took the sender is never handed over twice: connection #end after #command"() {
    given:
    def scripted = new SmtpFixture(offers, { word, number, line -> dies && word == command ? end : null })
    def here = at("smtp://127.0.0.1:$scripted.port?timeout=1s")

    when:
    await(here.send(mail(1, 'x', 'x', 'x')))
    dies = true
    await(here.send(mail(2, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.retryable
    scripted.connections.get() == 1
    scripted.heard.count('MAIL') == 2

    cleanup:
    await(here.close())
    scripted.close()

    where:
    command | end                  | offers
    'RCPT'  | SmtpFixture.HANG_UP | []
    'DATA'  | SmtpFixture.HANG_UP | []
    'DATA'  | SmtpFixture.HANG_UP | ['PIPELINING']
    '.'     | SmtpFixture.HANG_UP | []
    '.'     | SmtpFixture.SILENCE | ['PIPELINING']
    '.'     | '421 going down'     | []
  }

  private boolean dies

  def "a line that begins with a dot arrives as it is"() {
    given:
    def plain = mail(1, 'x', '<p>.</p>\n.\n..x', '.')
    def mail = new OutgoingMail(plain.sendId(), plain.date(), plain.from(), plain.to(), 'x', plain.html(), plain.text(),
        new MailExtras(null, [new MailHeader('.dots', 'yes'), new MailHeader('.', 'no')], [], []))

    when:
    await(provider.send(mail))

    then:
    arrived() == [form(mail)]
    form(mail).contains('\n.dots: yes\n')
  }

  def "an address in letters that SMTP cannot carry is refused for good"() {
    given:
    def mail = new OutgoingMail('x', Instant.EPOCH, 'hello@example.com', 'jürgen@bücher.example', 'x', 'x', 'x')
    def scripted = new SmtpFixture()
    def here = at("smtp://127.0.0.1:$scripted.port")

    when:
    await(here.send(mail))

    then:
    def failure = thrown(ProviderFailure)
    failure.kind() == ProviderFailure.Kind.REFUSED
    failure.message.contains("address 'jürgen@bücher.example' needs SMTPUTF8")
    scripted.heard == ['EHLO']

    cleanup:
    await(here.close())
    scripted.close()
  }

  def "a server with SMTPUTF8 is given such an address, and told so for no other mail"() {
    given:
    def utf8 = new OutgoingMail('x', Instant.EPOCH, 'hello@example.com', 'jürgen@bücher.example', 'x', 'x', 'x')
    def scripted = new SmtpFixture(offers)
    def here = at("smtp://127.0.0.1:$scripted.port")

    when:
    await(here.send(utf8))
    await(here.send(mail(1, 'x', 'x', 'x')))

    then:
    scripted.lines.findAll { it =~ /^(MAIL|RCPT)/ } == ['MAIL FROM:<hello@example.com> SMTPUTF8', 'RCPT TO:<jürgen@xn--bcher-kva.example>',
                                                        'MAIL FROM:<hello@example.com>', 'RCPT TO:<ada@example.com>']

    cleanup:
    await(here.close())
    scripted.close()

    where:
    offers << [['SMTPUTF8', '8BITMIME'], ['PIPELINING', 'SMTPUTF8', '8BITMIME']]
  }

  def "a server that #ends after #command is left, and the mail may pass later"() {
    given:
    def scripted = new SmtpFixture({ word -> word == command ? ends : null })
    def here = at("smtp://127.0.0.1:$scripted.port?timeout=1s")

    when:
    await(here.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.kind() == ProviderFailure.Kind.RETRYABLE
    failure.message.endsWith('it did not answer within 1 s')

    cleanup:
    await(here.close())
    scripted.close()

    where:
    [command, ends] << [['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', '.'], [SmtpFixture.SILENCE, SmtpFixture.TRICKLE]].combinations()
  }

  def "a login by #auth is #reply"() {
    given:
    def scripted = new SmtpFixture(offers, { word, number, line ->
      word == 'AUTH' && auth == 'CRAM-MD5' ? '334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+' : word in ['AUTH', '*'] ? reply : null
    })
    def here = at("smtp://tim:tanstaaftanstaaf@127.0.0.1:$scripted.port")

    when:
    def failure = await(here.send(mail(1, 'x', 'x', 'x')).map { null }.otherwise { it })

    then:
    failure?.kind() == kind
    scripted.heard.contains('MAIL') == (kind == null)
    scripted.lines.containsAll(said)

    cleanup:
    await(here.close())
    scripted.close()

    where: 'the challenge is that of RFC 2195, in Base64'
    auth       | offers                     | reply                | said                                                              || kind
    'CRAM-MD5' | ['AUTH LOGIN CRAM-MD5']    | '235 welcome'        | ['AUTH CRAM-MD5', 'dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw'] || null
    'CRAM-MD5' | ['AUTH CRAM-MD5']          | '535 no'             | ['AUTH CRAM-MD5']                                                 || ProviderFailure.Kind.REFUSED
    'CRAM-MD5' | ['AUTH CRAM-MD5']          | SmtpFixture.HANG_UP | ['AUTH CRAM-MD5']                                                 || ProviderFailure.Kind.RETRYABLE
    'PLAIN'    | ['AUTH PLAIN']             | '454 later'          | []                                                                || ProviderFailure.Kind.RETRYABLE
    'PLAIN'    | ['AUTH PLAIN']             | SmtpFixture.HANG_UP | []                                                                || ProviderFailure.Kind.RETRYABLE
    'PLAIN'    | ['AUTH PLAIN']             | '535 no'             | []                                                                || ProviderFailure.Kind.REFUSED
    'nothing'  | []                         | '250 ok'             | []                                                                || ProviderFailure.Kind.RETRYABLE
    'others'   | ['AUTH GSSAPI']            | '250 ok'             | []                                                                || ProviderFailure.Kind.RETRYABLE
  }

  def "with smtps everything is secret, and a certificate that nobody vouches for is none"() {
    given:
    def certificate = SelfSignedCertificate.create('localhost')
    def scripted = new SmtpFixture(['PIPELINING'], secret(certificate), { word -> null })
    def trusting = at("smtps://localhost:$scripted.port?ca=${certificate.certificatePath()}")
    def elsewhere = at("smtps://127.0.0.1:$scripted.port?ca=${certificate.certificatePath()}")
    def strict = at("smtps://localhost:$scripted.port")

    when:
    2.times { await(trusting.send(mail(it, 'x', 'x' * 100_000, 'x'))) }

    then:
    scripted.heard == ['EHLO'] + ['MAIL', 'RCPT', 'DATA', '.'] * 2

    when:
    await(strict.send(mail(1, 'x', 'x', 'x')))

    then:
    def unknown = thrown(ProviderFailure)
    unknown.retryable

    when:
    await(elsewhere.send(mail(1, 'x', 'x', 'x')))

    then:
    def other = thrown(ProviderFailure)
    other.retryable
    scripted.heard.size() == 9

    cleanup:
    [trusting, strict, elsewhere].each { await(it.close()) }
    scripted.close()
    certificate.delete()
  }

  private static ServerSocket secret(SelfSignedCertificate certificate) {
    def manager = certificate.keyCertOptions().getKeyManagerFactory(Vertx.vertx()).keyManagers
    def context = SSLContext.getInstance('TLS')
    context.init(manager, null, null)
    context.serverSocketFactory.createServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
  }

  def "a file without certificates is told at the start"() {
    given:
    def file = Files.createTempFile('ca', '.pem')

    when:
    at("smtps://localhost?ca=$file")

    then:
    def failure = thrown(IllegalArgumentException)
    failure.message.contains(file.toString())

    cleanup:
    Files.delete(file)
  }

  def "STARTTLS is used where it must be, and a certificate that nobody vouches for is none"() {
    given:
    def certificate = SelfSignedCertificate.create('localhost')
    def tls = new StartTlsServer(vertx, certificate)
    def trusting = at("smtp://localhost:$tls.port?starttls=required&ca=${certificate.certificatePath()}")
    def elsewhere = at("smtp://127.0.0.1:$tls.port?starttls=required&ca=${certificate.certificatePath()}")
    def strict = at("smtp://localhost:$tls.port?starttls=required")
    def demanding = at("smtp://127.0.0.1:$server.smtp.port?starttls=required")

    when:
    await(trusting.send(mail(1, 'x', 'x', 'x')))

    then:
    tls.plain == ['EHLO', 'STARTTLS']
    tls.secret == ['EHLO', 'MAIL', 'RCPT', 'DATA', '.']

    when:
    await(strict.send(mail(1, 'x', 'x', 'x')))

    then:
    thrown(ProviderFailure)
    tls.secret == ['EHLO', 'MAIL', 'RCPT', 'DATA', '.']

    when: 'it is the certificate of another'
    await(elsewhere.send(mail(1, 'x', 'x', 'x')))

    then:
    thrown(ProviderFailure)
    tls.secret == ['EHLO', 'MAIL', 'RCPT', 'DATA', '.']

    when: 'a server does not offer it'
    await(demanding.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.message.contains('STARTTLS is required')
    arrived().empty

    cleanup:
    [trusting, strict, elsewhere, demanding].each { await(it.close()) }
    tls.close()
    certificate.delete()
  }

  def "a server that is away may come back"() {
    given:
    server.stop()

    when:
    await(provider.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.retryable
    failure.message.contains('019a0000-0000-7000-8000-000000000001')
  }

  def "a reply of #code to #command is #kind"() {
    given:
    def scripted = new SmtpFixture({ word -> word == command ? "$code no" : null })
    def here = at("smtp://127.0.0.1:$scripted.port?starttls=disabled")

    when:
    await(here.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.retryable == (kind == 'retryable')
    failure.message.contains("$code")

    cleanup:
    await(here.close())
    scripted.close()

    where:
    command | code || kind
    'MAIL'  | 550  || 'permanent'
    'RCPT'  | 550  || 'permanent'
    'RCPT'  | 451  || 'retryable'
    'DATA'  | 554  || 'permanent'
    'DATA'  | 421  || 'retryable'
    '.'     | 552  || 'permanent'
    '.'     | 452  || 'retryable'
  }

  private static boolean until(Closure<Boolean> condition) {
    new PollingConditions(timeout: 5).eventually { assert condition() }
    true
  }

  /** An SMTP server that takes mails over TLS alone, and remembers the commands. */
  static class StartTlsServer {
    final List<String> plain = new CopyOnWriteArrayList<>()
    final List<String> secret = new CopyOnWriteArrayList<>()
    private final NetServer server

    StartTlsServer(Vertx vertx, SelfSignedCertificate certificate) {
      server = vertx.createNetServer(new NetServerOptions().setHost('127.0.0.1').setPort(0))
      server.connectHandler { socket -> serve(socket, certificate) }
      ProviderContractSpec.await(server.listen())
    }

    int getPort() {
      server.actualPort()
    }

    void close() {
      ProviderContractSpec.await(server.close())
    }

    private void serve(NetSocket socket, SelfSignedCertificate certificate) {
      def data = false
      def lines = RecordParser.newDelimited('\r\n')
      lines.handler { line ->
        def text = line.toString()
        if (data && text != '.') return
        def command = data ? '.' : text.split(' ')[0].toUpperCase()
        data = command == 'DATA'
        (socket.isSsl() ? secret : plain) << command
        if (command == 'STARTTLS') {
          socket.upgradeToSsl(new ServerSSLOptions().setKeyCertOptions(certificate.keyCertOptions()), Buffer.buffer('220 go on\r\n'))
        } else if (command == 'EHLO') {
          socket.write(socket.isSsl() ? '250 here\r\n' : '250-here\r\n250 STARTTLS\r\n')
        } else {
          socket.write(data ? '354 go on\r\n' : '250 ok\r\n')
        }
      }
      socket.handler(lines)
      socket.write('220 ready\r\n')
    }
  }
}
