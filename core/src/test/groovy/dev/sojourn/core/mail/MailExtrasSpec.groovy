package dev.sojourn.core.mail

import spock.lang.Specification

class MailExtrasSpec extends Specification {
  def "a file keeps its bytes and knows their number"() {
    given:
    def bytes = new byte[size]
    new Random(size).nextBytes(bytes)

    when:
    def file = Attachment.of('a.bin', 'application/octet-stream', bytes, null)

    then:
    file.size() == size
    file.content() == bytes
    file == Attachment.of('a.bin', 'application/octet-stream', bytes, null)
    file.toString() == "Attachment[a.bin, application/octet-stream, $size bytes]"

    where:
    size << [0, 1, 2, 3, 1000]
  }

  def "an attachment with #what is refused"() {
    when:
    new Attachment(filename, type, base64, id)

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message.startsWith("attachment '")
    refusal.message.contains(says)
    !refusal.message.find(/\p{Cntrl}/)

    where:
    what                | filename      | type                         | base64  | id        || says
    'no name'           | ' '           | 'text/plain'                 | ''      | null      || 'filename that is not of 1 to 255'
    'a long name'       | 'x' * 256     | 'text/plain'                 | ''      | null      || 'filename that is not of 1 to 255'
    'a line break'      | 'a\r\nBcc: b' | 'text/plain'                 | ''      | null      || 'control character'
    'NUL'               | 'a\0b'        | 'text/plain'                 | ''      | null      || 'control character'
    'half a type'       | 'a'           | 'text'                       | ''      | null      || 'type/subtype'
    'a type that ends'  | 'a'           | 'text/plain\r\nX: y'         | ''      | null      || 'type/subtype'
    'a long type'       | 'a'           | 'text/' + 'x' * 74           | ''      | null      || 'at most 78'
    'parts of its own'  | 'a'           | 'multipart/mixed'            | ''      | null      || 'no single file'
    'a mail inside'     | 'a'           | 'Message/RFC822'             | ''      | null      || 'no single file'
    'an empty id'       | 'a'           | 'text/plain'                 | ''      | ''        || 'contentId'
    'brackets in an id' | 'a'           | 'text/plain'                 | ''      | '<a@b>'   || 'contentId'
    'a long id'         | 'a'           | 'text/plain'                 | ''      | 'x' * 79  || 'contentId'
    'no Base64'         | 'a'           | 'text/plain'                 | 'a b='  | null      || 'not Base64'
    'cut off Base64'    | 'a'           | 'text/plain'                 | 'abc'   | null      || 'not Base64'
    'padding within'    | 'a'           | 'text/plain'                 | 'a==='  | null      || 'not Base64'
  }

  def "a mail takes 20 files of 25 MiB together, and not one more"() {
    given:
    def small = Attachment.of('a', 'text/plain', 'a'.bytes, null)
    def half = Attachment.of('a', 'text/plain', new byte[25 << 19], null)

    expect:
    Attachment.together([small] * 20).size() == 20
    Attachment.together([half, half]).size() == 2

    when:
    Attachment.together(files == 'many' ? [small] * 21 : [half, half, small])

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message.contains(says)

    where:
    files   || says
    'many'  || 'at most 20'
    'large' || '25 MiB'
  }

  def "header #name: #value is refused"() {
    when:
    new MailHeader(name, value)

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message.contains(says)
    !refusal.message.find(/\p{Cntrl}/)

    where:
    name              | value            || says
    ''                | 'x'              || 'not a token'
    'X Y'             | 'x'              || 'not a token'
    'X:'              | 'x'              || 'not a token'
    'X\r\nBcc'        | 'x'              || 'not a token'
    'Ünder'           | 'x'              || 'not a token'
    'bcc'             | 'eve@e.com'      || 'written by the mail itself'
    'Content-Type'    | 'text/plain'     || 'written by the mail itself'
    'Message-Id'      | '<x@y>'          || 'written by the mail itself'
    'X-A'             | 'a\r\nBcc: b'    || 'line break'
    'X-A'             | 'a\nb'           || 'line break'
    'X-A'             | 'a\0b'           || 'line break'
    'X-A'             | 'a\u2028b'       || 'line break'
    'X-A'             | 'x' * 901        || 'at most 900'
    'X-A'             | 'x ' * 4001      || '8002 characters'
  }

  def "nothing stands there twice"() {
    when:
    new MailExtras(null, headers.collect { new MailHeader(it, 'x') }, tags.collect { new MailTag(it, 'x') }, [])

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message == says

    where:
    headers        | tags       || says
    ['X-A', 'x-a'] | []         || "header 'x-a' stands there twice"
    []             | ['a', 'A'] || "tag 'A' stands there twice"
  }
}
