package dev.sojourn.runtime.studio;

import dev.sojourn.runtime.email.Mailbox;
import dev.sojourn.runtime.http.Pages;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The pages for people: for now, the mails of the {@code log} provider. */
public final class Studio implements Pages {
  /** No script, nothing from elsewhere but pictures and styles of the mails themselves. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline' https:; img-src data: https: http:;"
          + " font-src data: https:; frame-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Mailbox mailbox;

  /** The pages over a mailbox. */
  public Studio(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public void mount(Router router) {
    router.get("/").handler(Studio::toMailbox);
    router.get("/studio").handler(Studio::toMailbox);
    router.get("/studio/mailbox").handler(this::list);
    router.get("/studio/mailbox/:id").handler(this::mail);
  }

  private static void toMailbox(RoutingContext request) {
    request.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, "/studio/mailbox").end();
  }

  private void list(RoutingContext request) {
    int page = page(request.request().getParam("page"));
    mailbox
        .list(MailboxPages.MAILS_PER_PAGE, page * MailboxPages.MAILS_PER_PAGE)
        .onSuccess(
            mails -> {
              if (page == 0) {
                request.response().putHeader("refresh", "5");
              }
              show(request, 200, MailboxPages.list(mails, page));
            })
        .onFailure(request::fail);
  }

  private void mail(RoutingContext request) {
    mailbox
        .one(request.pathParam("id"))
        .onSuccess(
            found ->
                show(
                    request,
                    found.isPresent() ? 200 : 404,
                    found.map(MailboxPages::mail).orElseGet(MailboxPages::missing)))
        .onFailure(request::fail);
  }

  private static void show(RoutingContext request, int status, String html) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("content-security-policy", POLICY)
        .end(html);
  }

  /** The page asked for; the first one for anything that is no number. */
  private static int page(String text) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }
}
