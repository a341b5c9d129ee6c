package dev.sojourn.testkit;

import dev.sojourn.core.render.InjectedProps;
import dev.sojourn.core.render.RenderFailed;
import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.verdict.MailGap;
import dev.sojourn.core.verdict.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends the mails of one rehearsal to a provider that the spec scripts. */
final class MailRoom {
  private final @Nullable TemplateSet templates;
  private final Timeline timeline;
  private final List<Mail> sent = new ArrayList<>();
  private final Map<String, String> failing = new HashMap<>();
  private final Map<MailGap.Line, Instant> newest = new HashMap<>();
  private Consumer<Mail> provider = mail -> {};
  private int asked;

  MailRoom(@Nullable TemplateSet templates, Timeline timeline) {
    this.templates = templates;
    this.timeline = timeline;
  }

  /** Every mail is handed to this one; what it throws fails the mail. */
  void provider(Consumer<Mail> provider) {
    this.provider = provider;
  }

  /** Mails of this template fail from now on. */
  void fail(String template, String reason) {
    failing.put(template, reason);
  }

  List<Mail> sent() {
    return List.copyOf(sent);
  }

  /** Sends a mail, or says why not. */
  Cause.MailSettled send(Request.SendMail request, Run run, Instant now) {
    var sendId = "send-" + ++asked;
    var to = request.to() == null ? run.person().email() : request.to();
    if (to == null) {
      return failed(request, sendId, now, "the contact has no address");
    }
    var refusal =
        Verdicts.against(run.script().definition().sending().category(), run.person().wishes());
    if (refusal.isPresent()) {
      return refused(request, sendId, now, refusal.get().status(), refusal.get().reason());
    }
    var line = new MailGap.Line(0, 0, to);
    var gap = run.script().definition().sending().suppress();
    var asks = new MailGap.Asked(asked, line, gap);
    if (!MailGap.tooSoon(List.of(asks), newest, now).isEmpty()) {
      return refused(request, sendId, now, "skipped", "journey_suppressed");
    }
    newest.put(line, now);
    return deliver(request, run, to, sendId, now);
  }

  private Cause.MailSettled deliver(
      Request.SendMail request, Run run, String to, String sendId, Instant now) {
    try {
      var mail = mail(request, run, to, now);
      var reason = failing.get(request.template());
      if (reason != null) {
        return failed(request, sendId, now, reason);
      }
      provider.accept(mail);
      sent.add(mail);
      timeline.add(now, "mail " + mail);
      return new Cause.MailSettled("sent", sendId, now, null);
    } catch (RuntimeException e) {
      return failed(request, sendId, now, String.valueOf(e.getMessage()));
    }
  }

  private Mail mail(Request.SendMail request, Run run, String to, Instant now) {
    var rendered = render(request, run, to);
    var subject = request.subject() == null ? rendered.subject() : request.subject();
    return new Mail(
        request.template(), to, subject, request.props(), now, rendered.html(), rendered.text());
  }

  private Rendered render(Request.SendMail request, Run run, String to) {
    if (templates == null) {
      return new Rendered("", "", "");
    }
    var broken = templates.broken().get(request.template());
    if (broken != null) {
      throw new IllegalStateException(String.valueOf(broken.get(0)));
    }
    if (!templates.templates().containsKey(request.template())) {
      throw RenderFailed.noTemplate(request.template());
    }
    var injected =
        InjectedProps.of(
            run.person().properties(), to, run.script().definition().name(), run.trigger().name());
    var rendered = templates.render(request.template(), injected.under(request.props()));
    return request.subject() == null ? rendered : rendered.withSubject(request.subject());
  }

  private Cause.MailSettled refused(
      Request.SendMail request, String sendId, Instant now, String status, String reason) {
    timeline.add(now, "mail '" + request.template() + "' " + status + ": " + reason);
    return new Cause.MailSettled(status, sendId, null, reason);
  }

  private Cause.MailSettled failed(
      Request.SendMail request, String sendId, Instant now, String reason) {
    timeline.add(now, "mail '" + request.template() + "' failed: " + reason);
    return new Cause.MailSettled("failed", sendId, null, reason);
  }
}
