package dev.sojourn.runtime.email

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.runtime.config.SmtpUrl
import spock.lang.AutoCleanup

class SmtpProviderSpec extends ProviderContractSpec {
  @AutoCleanup('stop') GreenMail server = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))
  Provider provider

  def setup() {
    server.start()
    provider = new SmtpProvider(vertx, SmtpUrl.parse("smtp://127.0.0.1:$server.smtp.port"))
  }

  def cleanup() {
    await(provider.close())
  }

  @Override
  List<byte[]> arrived() {
    server.receivedMessages.collect { message ->
      def bytes = new ByteArrayOutputStream()
      message.writeTo(bytes)
      bytes.toByteArray()
    }
  }

  def "it logs in with user and password"() {
    given:
    server.setUser('me@example.com', 'me', 's@cret')
    def url = "smtp://me:${password}@127.0.0.1:$server.smtp.port"
    def here = new SmtpProvider(vertx, SmtpUrl.parse(url))

    when:
    def failure = await(here.send(mail(1, 'x', 'x', 'x')).map { null }.otherwise { it })

    then: 'a wrong password is not the fault of the mail'
    failure == null ? good : !good && failure.retryable

    cleanup:
    await(here.close())

    where:
    password  || good
    's%40cret' || true
    'wrong'   || false
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
    def here = new SmtpProvider(vertx, SmtpUrl.parse("smtp://127.0.0.1:$scripted.port?starttls=disabled"))

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

  /** An SMTP server that answers one command as told, and the others well. */
  static class ScriptedSmtp implements Closeable {
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName('127.0.0.1'))

    ScriptedSmtp(String command, int code) {
      Thread.startDaemon {
        while (!socket.closed) {
          try {
            def client = socket.accept()
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
        say('220 ready')
        boolean data = false
        client.inputStream.eachLine('US-ASCII') { line ->
          if (data && line != '.') return
          def command = data ? '.' : line.split(' ')[0].toUpperCase()
          data = false
          if (command == bad) {
            say("$code no")
          } else if (command == 'DATA') {
            data = true
            say('354 go on')
          } else {
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
}
