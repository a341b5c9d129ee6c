package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.core.mail.Attachment
import dev.sojourn.runtime.database.TestDatabase
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Mails with files that programs ask for over HTTP. */
class OrderFilesDatabaseSpec extends Specification {
  static final PDF = [filename: 'Rechnung März.pdf', contentType: 'application/pdf', content: 'AAEC/+8=']
  static final PICTURE = [filename: 'logo.png', contentType: 'image/png', content: 'iVBORw==', contentId: 'logo']

  @Shared @TempDir Path directory
  @Shared HttpFixture http
  String key

  def setupSpec() {
    Files.createDirectories(directory.resolve('templates'))
    Files.writeString(directory.resolve('templates/receipt.html'), '---\nsubject: Your receipt\n---\n<p>Thanks</p>\n')
    http = new HttpFixture(TestDatabase.fresh(), directory)
  }

  def cleanupSpec() {
    http?.close()
  }

  def setup() {
    key = http.key(['ingest'])
  }

  def "files lie beside their send, in their order, and not in what was asked for"() {
    when:
    def answer = order(attachments: [PDF, PICTURE], replyTo: 'Help <help@example.com>')

    then:
    answer.status == 202
    files(answer) == [[1, 'Rechnung März.pdf', 'application/pdf', null, [0, 1, 2, 0xff, 0xef] as byte[]],
                      [2, 'logo.png', 'image/png', 'logo', [0x89, 0x50, 0x4e, 0x47] as byte[]]]
    with(row("select request, files, bytes from sends where id = \$1::int8", id(answer))) {
      getString(0).contains('"replyTo":"Help <help@example.com>"')
      !getString(0).contains('AAEC')
      getShort(1) == 2
      getInteger(2) == getString(0).length() + 9
    }
  }

  def "a repeat of a key adds no files, and neither does an order that is refused"() {
    given:
    await(http.database.run("insert into preferences(contact_id, email, unsubscribed_all) values (0, 'gone@example.com', true)"))

    when:
    def answers = (1..3).collect { order(attachments: [PDF], idempotencyKey: 'with-file') }
    def refused = order(to: 'gone@example.com', attachments: [PDF])

    then:
    answers*.json*.emailSendId.toSet().size() == 1
    files(answers[0]).size() == 1
    refused.json.status == 'unsubscribed'
    files(refused).empty
  }

  def "files go with their send when it is purged"() {
    given:
    def answer = order(attachments: [PDF])

    when:
    await(http.database.run('delete from sends where id = $1::int8', id(answer)))

    then:
    files(answer).empty
  }

  def "25 MiB of files are taken, and not one byte more"() {
    given:
    def bytes = new byte[Attachment.MOST_BYTES as int]
    new Random(7).nextBytes(bytes)
    def content = Base64.encoder.encodeToString(bytes)
    def digest = java.security.MessageDigest.getInstance('SHA-256').digest(bytes)

    when:
    def whole = order(attachments: [PDF + [content: content]])

    then:
    whole.status == 202
    row('select sha256(content) from send_files where send_id = $1::int8', id(whole)).getBuffer(0).bytes == digest

    when:
    def more = order(attachments: [PDF + [content: content], PDF + [content: 'AA==']])

    then:
    more.status == 400
    more.json.error.startsWith('attachments of 26214401 bytes are too large')
  }

  def "a body may be as large as its files and an ordinary one, and not one byte larger"() {
    given: 'it is broken off by no other rule'
    def most = (1 << 20) + OrderReader.MOST_CONTENT

    expect:
    http.post('/v1/emails', padded(most), key).status == 202
    http.post('/v1/emails', padded(most + 1), key).status == 413
  }

  def "an order that is large without files is refused"() {
    expect:
    order(subject: 'x' * (1 << 20)).status == 413
  }

  def "of large orders two are taken in at once, and small ones meanwhile"() {
    given:
    def held = (1..2).collect { holding() }

    when:
    def third = order(attachments: [PDF + [content: 'A' * (2 << 20)]])

    then:
    third.status == 503
    third.header('retry-after') == '2'
    order(attachments: [PDF]).status == 202

    when: 'they break off'
    held*.close()

    then:
    eventually { order(attachments: [PDF + [content: 'A' * (2 << 20)]]).status == 202 }

    cleanup:
    held*.close()
  }

  /** Somebody who has announced a large order, was told to go on, and sends nothing. */
  private Socket holding() {
    def socket = new Socket('127.0.0.1', http.api.port())
    socket.soTimeout = 10_000
    socket.outputStream << "POST /v1/emails HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $key\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n"
    assert new String(socket.inputStream.readNBytes(12), StandardCharsets.US_ASCII) == 'HTTP/1.1 100'
    socket
  }

  /** A place is free again once the server has heard that its holder is gone. */
  private static boolean eventually(Closure<Boolean> holds) {
    (1..20).any { holds() }
  }

  private static String padded(int size) {
    def content = 'A' * OrderReader.MOST_CONTENT
    def before = '{"to":"ada@example.com","template":"receipt","attachments":[{"filename":"a","contentType":"a/b","content":"' + content[0..-5] + 'AA=="}],"subject":"x'
    before + ' ' * (size - before.length() - 2) + '"}'
  }

  private HttpFixture.Answer order(Map body) {
    http.post('/v1/emails', [to: 'ada@example.com', template: 'receipt'] + body, key)
  }

  private long id(HttpFixture.Answer answer) {
    http.database.publicIds().id(answer.json.emailSendId).asLong
  }

  private Object row(String sql, long id) {
    await(http.database.run(sql, id)).iterator().next()
  }

  private List files(HttpFixture.Answer answer) {
    await(http.database.run('select number, filename, content_type, content_id, content from send_files where send_id = $1::int8 order by number', id(answer)))
        .collect { [it.getShort(0) as int, it.getString(1), it.getString(2), it.getString(3), it.getBuffer(4).bytes] }
  }
}
