package dev.sojourn.runtime.studio;

import dev.sojourn.runtime.email.MailboxEntry;
import java.util.List;

/** The mailbox as HTML. */
final class MailboxPages {
  static final int MAILS_PER_PAGE = 50;

  private MailboxPages() {}

  /** The list, which looks again by itself every five seconds while it shows the newest mails. */
  static String list(List<MailboxEntry> mails, int page) {
    StringBuilder body = new StringBuilder();
    body.append("<header><h1>Mailbox</h1><span class=\"dim\">what the log provider delivered")
        .append("</span></header>\n");
    if (mails.isEmpty()) {
      body.append("<p class=\"dim\">")
          .append(page == 0 ? "No mail yet." : "No more mails.")
          .append("</p>\n");
    }
    body.append("<ul class=\"mails\">\n");
    mails.forEach(mail -> body.append(line(mail)));
    body.append("</ul>\n").append(turning(mails.size(), page));
    return Html.page("Mailbox", body.toString());
  }

  /** One mail. Its HTML stands in a frame with an origin of its own that may run nothing. */
  static String mail(MailboxEntry mail) {
    StringBuilder body = new StringBuilder();
    body.append("<header><h1>")
        .append(Html.text(mail.subject()))
        .append("</h1><a href=\"/studio/mailbox\">Mailbox</a></header>\n")
        .append("<dl><dt>To</dt><dd>")
        .append(Html.text(mail.to()))
        .append("</dd><dt>From</dt><dd>")
        .append(Html.text(mail.from()))
        .append("</dd><dt>Date</dt><dd>")
        .append(Html.text(mail.date()))
        .append("</dd></dl>\n");
    body.append("<iframe sandbox title=\"The mail as HTML\" srcdoc=\"")
        .append(Html.text(mail.html()))
        .append("\"></iframe>\n");
    if (mail.text() != null) {
      body.append("<h2>Text</h2>\n<pre>").append(Html.text(mail.text())).append("</pre>\n");
    }
    body.append("<details><summary>Headers</summary>\n<dl>");
    mail.headers()
        .forEach(
            (name, value) ->
                body.append("<dt>")
                    .append(Html.text(name))
                    .append("</dt><dd>")
                    .append(Html.text(value))
                    .append("</dd>"));
    body.append("</dl></details>\n");
    return Html.page(mail.subject(), body.toString());
  }

  static String missing() {
    return Html.page(
        "No such mail",
        """
        <header><h1>No such mail</h1><a href="/studio/mailbox">Mailbox</a></header>
        <p>It is not in the mailbox, or no longer.</p>
        """);
  }

  private static String line(MailboxEntry mail) {
    return "<li><a href=\"/studio/mailbox/"
        + Html.text(mail.sendId())
        + "\"><strong>"
        + Html.text(mail.subject())
        + "</strong><span class=\"dim\">"
        + Html.text(mail.to())
        + " · "
        + Html.text(mail.date())
        + "</span></a></li>\n";
  }

  private static String turning(int shown, int page) {
    String newer = page == 0 ? "<span></span>" : "<a href=\"?page=" + (page - 1) + "\">Newer</a>";
    String older =
        shown < MAILS_PER_PAGE ? "<span></span>" : "<a href=\"?page=" + (page + 1) + "\">Older</a>";
    return "<nav>" + newer + older + "</nav>\n";
  }
}
