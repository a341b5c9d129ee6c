package dev.sojourn.runtime.http

import dev.sojourn.core.identity.EmailAddress
import dev.sojourn.core.preference.SuppressionFile
import dev.sojourn.runtime.contact.KeyKind
import dev.sojourn.runtime.event.Source
import dev.sojourn.runtime.ingest.NewEventReader
import dev.sojourn.runtime.ingest.Rejected
import dev.sojourn.runtime.ingest.Sender
import io.vertx.core.json.JsonObject
import java.time.InstantSource
import spock.lang.Specification

/** What can be stored can be looked up, suppressed and sent to, by every way it is written. */
class AddressesSpec extends Specification {
  NewEventReader reader = new NewEventReader(InstantSource.system())

  def "'#written' is stored, looked up, suppressed and sent to as #address"() {
    expect:
    EmailAddress.of(written).get() == address
    stored(written) == address
    Who.of(new JsonObject([email: written])).email() == address
    suppressed(written) == address

    and: 'what is stored is what the mail goes to, and is found by itself'
    sentTo(address) == address
    sentTo(written).equalsIgnoreCase(address)
    EmailAddress.of(address).get() == address

    where:
    written                                  || address
    'ada@example.com'                        || 'ada@example.com'
    ' Ada.L+news@Example.COM '               || 'ada.l+news@example.com'
    "o'neil@sub.example.co.uk"               || "o'neil@sub.example.co.uk"
    'a!#$%&*/=?^_`{|}~-b@example.com'        || 'a!#$%&*/=?^_`{|}~-b@example.com'
    'ada@bücher.example'                     || 'ada@xn--bcher-kva.example'
    'ada@BÜCHER.example'                     || 'ada@xn--bcher-kva.example'
    'ada@xn--bcher-kva.example'              || 'ada@xn--bcher-kva.example'
    'Jürgen@bücher.example'                  || 'jürgen@xn--bcher-kva.example'
    '用户@例え.jp'                              || '用户@xn--r8jz45g.jp'
    'a' * 64 + '@example.com'                || 'a' * 64 + '@example.com'
    'a@' + 'b' * 63 + '.' + 'c' * 63 + '.de' || 'a@' + 'b' * 63 + '.' + 'c' * 63 + '.de'
  }

  def "'#written' can be neither stored nor looked up"() {
    when:
    stored(written)

    then:
    thrown(Rejected)

    when:
    Who.of(new JsonObject([email: written]))

    then:
    thrown(Refusal)

    where:
    written << [
        'ada', 'ada@', '@example.com', 'a@b@example.com', 'ada@localhost', 'a b@example.com', 'ada@exa mple.com',
        '.ada@example.com', 'ada.@example.com', 'a..b@example.com', 'ada@-example.com', 'ada@example-.com',
        'ada@exa_mple.com', 'ada@example..com', 'ada@.example.com', 'ada@example.com.', 'ada@example.com,eve@example.com',
        'Ada <ada@example.com>', '"a b"@example.com', 'ada@[127.0.0.1]', 'a\u200b@example.com', 'a\u202e@example.com',
        'ada\u0001@example.com', 'ada@exam\u0001ple.com', 'ada@example.com\r\nBcc: eve@example.com', 'ada@\u2024com',
        'a' * 65 + '@example.com', 'ä' * 33 + '@example.com', 'a@' + 'b' * 64 + '.de', 'a@' + 'b.' * 130 + 'de']
  }

  private String stored(String written) {
    reader.read(new JsonObject([name: 'e', email: written]).encode().getBytes('UTF-8'), new Sender(0, Source.API, true, null))
        .keys().find { it.kind() == KeyKind.EMAIL }.value()
  }

  private static String suppressed(String written) {
    new SuppressionFile().next(written).email()
  }

  private static String sentTo(String address) {
    Class.forName('dev.sojourn.runtime.email.MailAddress').of(address).email()
  }
}
