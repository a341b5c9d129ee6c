package dev.sojourn.runtime.http

import io.vertx.core.Context
import io.vertx.core.Handler
import io.vertx.core.buffer.Buffer
import io.vertx.core.streams.ReadStream
import java.util.zip.GZIPOutputStream
import spock.lang.Specification

class GzipSpec extends Specification {
  static final TEXT = (1..20_000).collect { "{\"name\":\"visit\",\"userId\":\"u$it\"}\n" }.join('')

  def "'#accepted' reads gzip: #reads"() {
    expect:
    Gzip.isRead(accepted) == reads

    where:
    accepted                 || reads
    null                     || false
    ''                       || false
    'br'                     || false
    'gzip'                   || true
    'GZIP, deflate'          || true
    'deflate, gzip;q=0.5'    || true
    'gzip;q=0'               || false
    'gzip;q=0.000, *'        || false
    '*'                      || true
    '*;q=0'                  || false
    'identity'               || false
  }

  def "what was packed comes out, in pieces of #size bytes"() {
    given:
    def packed = packed(TEXT)

    expect:
    unpacked(packed, size) == TEXT

    where:
    size << [1, 7, 1_000, 1 << 20]
  }

  def "several packed files in a row are one"() {
    expect:
    unpacked((packed('one\n') as List) + (packed('two\n') as List) as byte[], size) == 'one\ntwo\n'

    where:
    size << [1, 5, 100]
  }

  def "a head may have a name, a comment, more fields and a sum"() {
    given:
    def bytes = packed('hello') as List
    def head = bytes[0..2] + [(byte) flags] + bytes[4..9] + more.collect { it as byte }

    expect:
    unpacked((head + bytes.drop(10)) as byte[], size) == 'hello'

    where:
    [[flags, more], size] << [[[8, [65, 0]], [16, [66, 67, 0]], [4, [3, 0, 1, 2, 3]], [2, [9, 9]], [30, [1, 0, 7, 65, 0, 66, 0, 9, 9]]], [1, 100]].combinations()
  }

  def "#what is no gzip"() {
    when:
    def gunzip = new Gunzip()
    gunzip.feed(bytes as byte[])
    while (gunzip.next().length > 0) {
    }

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message.startsWith('the body is')

    where:
    what                   | bytes
    'plain text'           | '{"name":"visit"}'.bytes
    'what is broken'       | (packed('hello') as List).take(10) + [(byte) 7] * 20
    'what lost its sum'    | (packed('hello') as List).dropRight(8) + [(byte) 0] * 8
    'a head without end'   | [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3].collect { it as byte } + [(byte) 65] * 70_000
  }

  def "what breaks off is not whole"() {
    given:
    def gunzip = new Gunzip()
    gunzip.feed((packed('hello') as List).dropRight(1) as byte[])
    while (gunzip.next().length > 0) {
    }

    expect:
    !gunzip.whole
    !new Gunzip().whole
  }

  def "a stream gives what was packed, no faster than it is asked"() {
    given:
    def source = new Source()
    def stream = new Unpacked(source, null, 1L << 30)
    def text = new StringBuilder()
    def ended = false
    stream.handler { Buffer piece ->
      text.append(piece)
      stream.pause()
    }
    stream.endHandler { ended = true }

    when:
    source.give(packed(TEXT))

    then:
    text.length() > 0
    text.length() < TEXT.length()

    when:
    while (!ended) {
      stream.resume()
      source.endIfEmpty()
    }

    then:
    text.toString() == TEXT
  }

  def "a source that gives its next chunk while it is asked for one loses none"() {
    given:
    def source = new Source()
    def stream = new Unpacked(source, null, 1L << 30)
    def text = new StringBuilder()
    def ended = false
    stream.handler { Buffer piece -> text.append(piece) }
    stream.endHandler { ended = true }

    when:
    source.give(packed(TEXT))
    source.endIfEmpty()

    then:
    ended
    text.toString() == TEXT
  }

  def "a few bytes that stand for very many are refused when they are too many"() {
    given:
    def source = new Source()
    def failure = null
    def size = 0
    def turns = new ArrayDeque<Handler>()
    def loop = Stub(Context) {
      runOnContext(_) >> { Handler turn -> turns.add(turn) }
    }
    def stream = new Unpacked(source, loop, 1 << 20)
    stream.exceptionHandler { failure = it }
    stream.handler { Buffer piece -> size += piece.length() }

    when:
    source.give(packed('a' * (16 << 20)))
    def before = size
    while (turns) {
      turns.remove().handle(null)
    }

    then: 'the event loop had others in between'
    before < 1 << 19
    failure.status() == 413
    failure.message.contains("'1048576'")
    size <= 1 << 20
  }

  private static byte[] packed(String text) {
    def bytes = new ByteArrayOutputStream()
    new GZIPOutputStream(bytes).withCloseable { it.write(text.bytes) }
    bytes.toByteArray()
  }

  private static String unpacked(byte[] packed, int size) {
    def gunzip = new Gunzip()
    def out = new ByteArrayOutputStream()
    for (int from = 0; from < packed.length; from += size) {
      gunzip.feed(Arrays.copyOfRange(packed, from, Math.min(packed.length, from + size)))
      byte[] piece
      while ((piece = gunzip.next()).length > 0) {
        out.write(piece)
      }
    }
    assert gunzip.whole
    out.toString('UTF-8')
  }

  /** A body that comes in chunks, as a request does. */
  private static class Source implements ReadStream<Buffer> {
    private final Deque<Buffer> chunks = new ArrayDeque<>()
    private Handler<Buffer> handler
    private Handler<Void> end
    private boolean flowing = true

    void give(byte[] bytes) {
      for (int from = 0; from < bytes.length; from += 4_000) {
        chunks.add(Buffer.buffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 4_000))))
      }
      flow()
    }

    void endIfEmpty() {
      if (chunks.empty && flowing) {
        end.handle(null)
      }
    }

    private void flow() {
      while (flowing && !chunks.empty) {
        handler.handle(chunks.remove())
      }
    }

    @Override
    ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
      this
    }

    @Override
    ReadStream<Buffer> handler(Handler<Buffer> handler) {
      this.handler = handler
      this
    }

    @Override
    ReadStream<Buffer> pause() {
      flowing = false
      this
    }

    @Override
    ReadStream<Buffer> resume() {
      flowing = true
      flow()
      this
    }

    @Override
    ReadStream<Buffer> fetch(long amount) {
      resume()
    }

    @Override
    ReadStream<Buffer> endHandler(Handler<Void> end) {
      this.end = end
      this
    }
  }
}
