package dev.sojourn.runtime.outbound

import com.standardwebhooks.Webhook
import com.standardwebhooks.exceptions.WebhookVerificationException
import java.net.http.HttpHeaders

/** The verifier that others use takes what we deliver, and nothing else. */
class StandardWebhooksSpec extends OutboundSpecification {
  def "a delivery of ours is accepted by the library, and refused when anything of it is changed"() {
    given:
    def here = working()
    def endpoint = here.endpoint(recorder.url('/one'))
    here.announce(data: [id: 'c1', name: 'Zoë "the" <b>'])
    soon.eventually { assert recorder.requests.size() == 1 }
    def request = recorder.requests[0]

    expect:
    accepts(endpoint.secret().current(), request.body, request.headers)
    !accepts(endpoint.secret().current(), request.body.replace('c1', 'c2'), request.headers)
    !accepts(endpoint.secret().current(), request.body, request.headers + ['webhook-id': 'msg_other'])
    !accepts(endpoint.secret().current(), request.body, request.headers + ['webhook-timestamp': '1767225600'])
    !accepts('whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', request.body, request.headers)
  }

  def "during a rotation both the old and the new secret verify"() {
    given:
    def here = working()
    def old = here.endpoint(recorder.url('/one'))
    def fresh = Process.await(here.outbound.endpoints().rotate(old.id(), false)).get()
    here.announce()
    soon.eventually { assert recorder.requests.size() == 1 }

    expect:
    [old, fresh].every { accepts(it.secret().current(), recorder.requests[0].body, recorder.requests[0].headers) }
  }

  private static boolean accepts(String secret, String body, Map<String, String> headers) {
    try {
      new Webhook(secret).verify(body, HttpHeaders.of(headers.collectEntries { [it.key, [it.value]] }, { a, b -> true }))
      return true
    } catch (WebhookVerificationException refused) {
      return false
    }
  }
}
