package dev.sojourn.runtime.email

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.runtime.config.SmtpUrl
import io.vertx.core.Vertx
import io.vertx.core.buffer.Buffer
import io.vertx.core.net.NetServer
import io.vertx.core.net.NetServerOptions
import io.vertx.core.net.NetSocket
import io.vertx.core.net.SelfSignedCertificate
import io.vertx.core.net.ServerSSLOptions
import io.vertx.core.parsetools.RecordParser
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup

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

  def "connections are used again"() {
    given:
    def scripted = new ScriptedSmtp()
    def here = at("smtp://127.0.0.1:$scripted.port")

    when:
    5.times { await(here.send(mail(it, 'x', 'x', 'x'))) }

    then:
    scripted.connections.get() == 1

    cleanup:
    await(here.close())
    scripted.close()
  }

  def "an address in letters that SMTP cannot carry is refused for good"() {
    given:
    def mail = new OutgoingMail('x', Instant.EPOCH, 'hello@example.com', 'jürgen@bücher.example', 'x', 'x', 'x')

    when:
    await(provider.send(mail))

    then:
    def failure = thrown(ProviderFailure)
    failure.kind() == ProviderFailure.Kind.REFUSED
    failure.message.contains("address 'jürgen@bücher.example' needs SMTPUTF8")
  }

  def "a server that falls silent after #command is left, and the mail may pass later"() {
    given:
    def scripted = new ScriptedSmtp(command, 0)
    def here = at("smtp://127.0.0.1:$scripted.port?timeout=1s")

    when:
    await(here.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.kind() == ProviderFailure.Kind.RETRYABLE

    cleanup:
    await(here.close())
    scripted.close()

    where:
    command << ['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', '.']
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
    failure.message.contains('STARTTLS required')
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
    def scripted = new ScriptedSmtp(command, code)
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

  /** An SMTP server that answers one command as told, or not at all for 0, and the others well. */
  static class ScriptedSmtp implements Closeable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
    final AtomicInteger connections = new AtomicInteger()

    ScriptedSmtp(String command = 'NONE', int code = 0) {
      Thread.startDaemon {
        while (!socket.closed) {
          try {
            def client = socket.accept()
            connections.incrementAndGet()
            Thread.startDaemon { serve(client, command, code) }
          } catch (SocketException ignored) {
          }
        }
      }
    }

    int getPort() {
      socket.localPort
    }

    private static void serve(Socket client, String bad, int code) {
      client.withCloseable {
        def out = client.outputStream
        def say = { String line -> out.write("$line\r\n".bytes); out.flush() }
        if (bad != 'CONNECT') say('220 ready')
        boolean data = false
        client.inputStream.eachLine('US-ASCII') { line ->
          if (data && line != '.') return
          def command = data ? '.' : line.split(' ')[0].toUpperCase()
          data = false
          if (command == bad) {
            if (code) say("$code no")
          } else if (command == 'DATA') {
            data = true
            say('354 go on')
          } else if (bad != 'CONNECT') {
            say('250 ok')
          }
        }
      }
    }

    @Override
    void close() {
      socket.close()
    }
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
