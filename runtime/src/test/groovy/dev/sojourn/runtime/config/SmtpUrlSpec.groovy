package dev.sojourn.runtime.config

import dev.sojourn.runtime.config.SmtpUrl.StartTls
import java.nio.file.Files
import java.time.Duration
import spock.lang.Specification

class SmtpUrlSpec extends Specification {
  def "#text is read"() {
    expect:
    SmtpUrl.parse(text) == new SmtpUrl(host, port, user, password, tls, starttls, SmtpUrl.Terms.NONE)

    where:
    text                                         || host        | port | user    | password | tls   | starttls
    'smtp://mail.example'                        || 'mail.example' | 25 | null   | null     | false | StartTls.OPTIONAL
    'smtp://me:s%40cret@mail.example'            || 'mail.example' | 587 | 'me'  | 's@cret' | false | StartTls.OPTIONAL
    'smtps://me:a+b@mail.example'                || 'mail.example' | 465 | 'me'  | 'a+b'    | true  | StartTls.OPTIONAL
    'smtp://localhost:2525?starttls=disabled'    || 'localhost' | 2525 | null    | null     | false | StartTls.DISABLED
    'smtp://localhost:2525?starttls=required'    || 'localhost' | 2525 | null    | null     | false | StartTls.REQUIRED
  }

  def "what stands after the ? says how the server is spoken to"() {
    given:
    def ca = Files.createTempFile('ca', '.pem')

    when:
    def url = SmtpUrl.parse("smtps://me:secret@mail.example?auth=cram-md5,PLAIN&timeout=30s&name=sender.example&ca=$ca")

    then:
    url.terms() == new SmtpUrl.Terms(['CRAM-MD5', 'PLAIN'], Duration.ofSeconds(30), 'sender.example', ca)

    cleanup:
    Files.delete(ca)
  }

  def "#text is refused without showing the password"() {
    when:
    SmtpUrl.parse(text)

    then:
    def refusal = thrown(IllegalArgumentException)
    !refusal.message.contains('secret')

    where:
    text << ['http://me:secret@mail.example', 'smtp://me:secret@mail.example?starttls=maybe', 'mail.example', 'smtp://me@mail.example',
             'smtp://mail.example?timeout=0s', 'smtp://mail.example?timeout=secret', 'smtp://mail.example?auth=a%20b', 'smtp://mail.example?name=a%0db',
             'smtp://mail.example?ca=/no/such/file', 'smtp://mail.example?starttls', 'smtp://mail.example?secret=1&starttls=required',
             'smtp://me:sec ret secret@mail.example', 'smtp://me:12?secret@mail.example']
  }

  def "the address is shown without its login"() {
    expect:
    SmtpUrl.parse('smtp://me:secret@mail.example').toString() == 'smtp://mail.example:587'
  }
}
