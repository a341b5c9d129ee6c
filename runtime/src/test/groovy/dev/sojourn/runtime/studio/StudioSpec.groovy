package dev.sojourn.runtime.studio

import dev.sojourn.runtime.config.SendLimits
import dev.sojourn.runtime.email.LogProvider
import dev.sojourn.runtime.email.Mailbox
import dev.sojourn.runtime.email.OutgoingMail
import io.vertx.core.Vertx
import io.vertx.ext.web.Router
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class StudioSpec extends Specification {
  @Shared
  @AutoCleanup
  Vertx vertx = Vertx.vertx()

  @TempDir
  Path directory

  HttpClient client = HttpClient.newHttpClient()
  int port

  def setup() {
    def router = Router.router(vertx)
    new Studio(new Mailbox(vertx, directory)).mount(router)
    port = vertx.createHttpServer().requestHandler(router).listen(0, '127.0.0.1')
        .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS).actualPort()
  }

  def "an empty mailbox says so"() {
    expect:
    get('/studio/mailbox').body().contains('No mail yet.')
  }

  def "the root leads to the mailbox"() {
    when:
    def answer = get('/')

    then:
    answer.statusCode() == 302
    answer.headers().firstValue('location').get() == '/studio/mailbox'
  }

  def "the newest mail stands first"() {
    given:
    mail('018f0000-0000-7000-8000-000000000001', 'Earlier', '<p>Hi</p>')
    mail('018f0000-0001-7000-8000-000000000001', 'Later', '<p>Hi</p>')

    when:
    def page = get('/studio/mailbox').body()

    then:
    page.indexOf('Later') < page.indexOf('Earlier')
    page.contains('href="/studio/mailbox/018f0000-0001-7000-8000-000000000001"')
  }

  def "what a mail brings along is escaped, and its HTML may run nothing"() {
    given:
    def id = '018f0000-0000-7000-8000-000000000001'
    mail(id, '<script>alert(1)</script>', '<p onclick="x">"Hi" & bye</p><script>alert(2)</script>')

    when:
    def list = get('/studio/mailbox').body()
    def one = get("/studio/mailbox/$id")

    then:
    !list.contains('<script')
    !one.body().contains('<script')
    one.body().contains('<iframe sandbox ')
    one.body().contains('srcdoc="&lt;p onclick=&quot;x&quot;&gt;&quot;Hi&quot; &amp; bye&lt;/p&gt;')
    one.headers().firstValue('content-security-policy').get().startsWith("default-src 'none'")
  }

  def "a mail that is not there is a page with 404"() {
    expect:
    get("/studio/mailbox/$id").statusCode() == 404

    where:
    id << ['018f0000-0000-7000-8000-0000000000ff', 'nothing', '..%2F..%2Fsecret']
  }

  private void mail(String id, String subject, String html) {
    new LogProvider(vertx, directory, new SendLimits(64, 0))
        .send(new OutgoingMail(
            id, Instant.parse('2026-11-27T12:00:00Z'), 'Sojourn <hello@example.com>', 'ada@example.com',
            subject, html, null))
        .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS)
  }

  private HttpResponse<String> get(String path) {
    client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).build(),
        HttpResponse.BodyHandlers.ofString())
  }
}
