package dev.sojourn.runtime.config

import io.vertx.ext.mail.StartTLSOptions
import spock.lang.Specification

class SmtpUrlSpec extends Specification {
  def "#text is read"() {
    expect:
    SmtpUrl.parse(text) == new SmtpUrl(host, port, user, password, tls, starttls)

    where:
    text                                         || host        | port | user    | password | tls   | starttls
    'smtp://mail.example'                        || 'mail.example' | 25 | null   | null     | false | StartTLSOptions.OPTIONAL
    'smtp://me:s%40cret@mail.example'            || 'mail.example' | 587 | 'me'  | 's@cret' | false | StartTLSOptions.OPTIONAL
    'smtps://me:a+b@mail.example'                || 'mail.example' | 465 | 'me'  | 'a+b'    | true  | StartTLSOptions.OPTIONAL
    'smtp://localhost:2525?starttls=disabled'    || 'localhost' | 2525 | null    | null     | false | StartTLSOptions.DISABLED
    'smtp://localhost:2525?starttls=required'    || 'localhost' | 2525 | null    | null     | false | StartTLSOptions.REQUIRED
  }

  def "#text is refused without showing the password"() {
    when:
    SmtpUrl.parse(text)

    then:
    def refusal = thrown(IllegalArgumentException)
    !refusal.message.contains('secret')

    where:
    text << ['http://me:secret@mail.example', 'smtp://me:secret@mail.example?starttls=maybe', 'mail.example', 'smtp://me@mail.example',
             'smtp://me:sec ret secret@mail.example', 'smtp://me:12?secret@mail.example']
  }

  def "the address is shown without its login"() {
    expect:
    SmtpUrl.parse('smtp://me:secret@mail.example').toString() == 'smtp://mail.example:587'
  }
}
