package dev.sojourn.runtime.email

import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** An SMTP server that answers as told, and remembers what it heard. */
class SmtpFixture implements Closeable {
  static final String SILENCE = 'silence'
  static final String TRICKLE = 'trickle'
  static final String HANG_UP = 'hang up'

  /** The first words of what was said to it, with '.' for the end of a message and '*' for what a login says. */
  final List<String> heard = new CopyOnWriteArrayList<>()
  final List<String> lines = new CopyOnWriteArrayList<>()
  final AtomicInteger connections = new AtomicInteger()

  private final ServerSocket socket
  private final List<String> offers
  private final Closure<String> answer
  private final CountDownLatch closed = new CountDownLatch(1)

  SmtpFixture(List<String> offers = [], Closure<String> answer = { word -> null }) {
    this(offers, new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1')), answer)
  }

  SmtpFixture(Closure<String> answer) {
    this([], answer)
  }

  /** What the answer to a line is, by its first word, the number of the connection and the line; null for the usual one. */
  SmtpFixture(List<String> offers, ServerSocket socket, Closure<String> answer) {
    this.socket = socket
    this.offers = offers
    this.answer = answer
    Thread.startDaemon {
      while (!socket.closed) {
        try {
          def client = socket.accept()
          def number = connections.incrementAndGet()
          Thread.startDaemon { serve(client, number) }
        } catch (IOException ignored) {
        }
      }
    }
  }

  int getPort() {
    socket.localPort
  }

  private void serve(Socket client, int number) {
    client.withCloseable {
      try {
        def reader = client.inputStream.newReader('UTF-8')
        def out = client.outputStream
        if (!say(out, told('CONNECT', number, '') ?: '220 ready')) return
        def state = 'command'
        for (def line = reader.readLine(); line != null; line = reader.readLine()) {
          if (state == 'data' && line != '.') continue
          def word = state == 'login' ? '*' : line.split(' ')[0].toUpperCase()
          heard << word
          lines << line
          def reply = told(word, number, line) ?: usual(word, state)
          state = reply.contains('354 ') ? 'data' : reply.startsWith('334') ? 'login' : 'command'
          if (!say(out, reply) || word == 'QUIT') return
        }
      } catch (IOException ignored) {
      }
    }
  }

  private String told(String word, int number, String line) {
    answer.maximumNumberOfParameters == 1 ? answer(word) : answer(word, number, line)
  }

  private String usual(String word, String state) {
    switch (word) {
      case 'EHLO': return (['here'] + offers).withIndex().collect { offer, i -> "250${i == offers.size() ? ' ' : '-'}$offer" }.join('\r\n')
      case 'DATA': return '354 go on'
      case 'QUIT': return '221 bye'
      default: return '250 ok'
    }
  }

  private boolean say(OutputStream out, String reply) {
    if (reply == HANG_UP) return false
    if (reply == TRICKLE) {
      for (def letter : ('250-' + 'x' * 10_000)) {
        out.write(letter.bytes)
        out.flush()
        if (closed.await(20, TimeUnit.MILLISECONDS)) return false
      }
    } else if (reply != SILENCE) {
      out.write("$reply\r\n".getBytes('UTF-8'))
      out.flush()
    }
    true
  }

  @Override
  void close() {
    closed.countDown()
    socket.close()
  }
}
