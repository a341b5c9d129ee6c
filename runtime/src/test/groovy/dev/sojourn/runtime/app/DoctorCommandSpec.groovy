package dev.sojourn.runtime.app

import dev.sojourn.core.replay.Json
import java.nio.ByteBuffer
import picocli.CommandLine
import spock.lang.Specification

/** What an operator is told before mails end in the spam folder. */
class DoctorCommandSpec extends Specification {
  static final GOOD = [
    'example.com'                : ['v=spf1 include:spf.example.net -all'],
    '_dmarc.example.com'         : ['v=DMARC1; p=quarantine; rua=mailto:d@example.com'],
    'one._domainkey.example.com' : ['v=DKIM1; k=ed25519; p=abc'],
  ]
  static final SETTINGS = [DATABASE_URL: 'postgresql://a:b@localhost/c', EMAIL_FROM: 'Ada <hello@Example.com>']

  StringWriter out = new StringWriter()
  StringWriter err = new StringWriter()

  def "a domain as it should be exits 0 and says so line by line"() {
    expect:
    doctor(GOOD, '--selector', 'one') == 0
    out.toString().readLines()*.split(' +')*.getAt([0, 1]) ==
        [['ok', 'settings'], ['ok', 'SPF'], ['ok', 'DKIM'], ['ok', 'DMARC']]
  }

  def "what must be mended exits 1"() {
    expect:
    doctor(GOOD - [('_dmarc.example.com'): GOOD['_dmarc.example.com']]) == 1
    out.toString().contains("error    DMARC      '_dmarc.example.com' has no record")
  }

  def "the policy of the domain above holds for one below"() {
    expect:
    doctor(GOOD + ['news.example.com': ['v=spf1 -all']], '--domain', 'news.example.com', '--json') == 0
    Json.read(out.toString()).findings.find { it.about == 'DMARC' }.level == 'ok'
  }

  def "settings that cannot be used are told beside the rest"() {
    expect:
    doctor(GOOD, SETTINGS + [EMAIL_PROVIDER: 'pigeon']) == 1
    out.toString().contains("error    settings   EMAIL_PROVIDER: 'pigeon' is not one of")
    out.toString().contains('ok       SPF')
  }

  def "a name in another alphabet is looked up as the network knows it"() {
    expect:
    doctor(['xn--mnchen-3ya.example': ['v=spf1 -all']], '--domain', 'münchen.example')
    out.toString().contains('ok       SPF')
  }

  def "records are read from a name server, their parts joined"() {
    given:
    def server = new NameServer('v=DKIM1; k=ed25519; ', 'p=abc')

    when:
    def records = new DnsRecords("dns://127.0.0.1:${server.port}").at('one._domainkey.example.com')

    then:
    records == ['v=DKIM1; k=ed25519; p=abc']

    cleanup:
    server?.close()
  }

  private int doctor(Map<String, List<String>> records, Map<String, String> settings = SETTINGS, String... words) {
    new CommandLine(new DoctorCommand(settings, { String name -> records[name] ?: [] } as TxtRecords))
        .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words)
  }

  /** Answers one question with one TXT record of these parts (RFC 1035 section 4). */
  private static class NameServer implements Closeable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.loopbackAddress)

    NameServer(String... parts) {
      Thread.startDaemon {
        def packet = new DatagramPacket(new byte[512], 512)
        socket.receive(packet)
        def answer = answer(Arrays.copyOf(packet.data, packet.length), parts)
        socket.send(new DatagramPacket(answer, answer.length, packet.socketAddress))
      }
    }

    int getPort() {
      socket.localPort
    }

    private static byte[] answer(byte[] question, String... parts) {
      int data = parts.sum { it.length() + 1 } as int
      int end = 12
      while (question[end]) {
        end += question[end] + 1
      }
      end += 5
      def buffer = ByteBuffer.allocate(end + 12 + data)
      buffer.put(question, 0, end)
      buffer.putShort(2, 0x8580 as short).putShort(6, 1 as short).putShort(8, 0 as short).putShort(10, 0 as short)
      buffer.putShort(0xc00c as short).putShort(16 as short).putShort(1 as short).putInt(60).putShort(data as short)
      parts.each { buffer.put(it.length() as byte).put(it.bytes) }
      buffer.array()
    }

    @Override
    void close() {
      socket.close()
    }
  }
}
