package dev.sojourn.testkit;

import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.core.render.InjectedProps;
import dev.sojourn.core.render.RenderFailed;
import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.core.verdict.Allowance;
import dev.sojourn.core.verdict.Timing;
import dev.sojourn.core.verdict.Verdict;
import dev.sojourn.core.verdict.Verdicts;
import dev.sojourn.dsl.MailHistory;
import dev.sojourn.dsl.definition.ListsDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Sends the mails of one rehearsal to a provider that the spec scripts. */
final class MailRoom {
  /** Where links in mails would lead. */
  private static final MailLinks.Of LINKS =
      new MailLinks.Of(
          "https://example.com" + MailLinks.UNSUBSCRIBE,
          "https://example.com" + MailLinks.PREFERENCES);

  private final @Nullable TemplateSet templates;
  private final ListsDefinition lists;
  private final IntPredicate outranks;
  private final Timeline timeline;
  private final List<Mail> sent = new ArrayList<>();
  private final Map<String, String> failing = new HashMap<>();
  private final Map<Line, Instant> newest = new HashMap<>();
  private final Map<Run, Asked> held = new HashMap<>();
  private final Map<String, Person> owners = new HashMap<>();
  private final List<Went> went = new ArrayList<>();
  private Consumer<Mail> provider = mail -> {};
  private int asked;

  /** Where the gap of a journey holds. */
  private record Line(String journeyId, String address) {}

  /** A mail that went out, as history and limits count it. */
  private record Went(String id, String template, String category, String address, Instant at) {
    boolean isTo(@Nullable String someone) {
      return address.equalsIgnoreCase(someone);
    }
  }

  /** A mail that a run waits for. */
  private record Asked(Request.SendMail request, Run run, String sendId, boolean yields) {
    /** It has waited for those that go before it. */
    Asked waited() {
      return new Asked(request, run, sendId, false);
    }

    Line line(String to) {
      return new Line(run.script().definition().id(), to.toLowerCase(Locale.ROOT));
    }
  }

  /** {@code outranks}: whether a journey in play has a larger priority than this one. */
  MailRoom(
      @Nullable TemplateSet templates,
      ListsDefinition lists,
      IntPredicate outranks,
      Timeline timeline) {
    this.outranks = outranks;
    this.templates = templates;
    this.lists = lists;
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

  /** Takes a mail on: answers what became of it, or null while it is held until the run is due. */
  Cause.@Nullable MailSettled send(Request.SendMail request, Run run, Instant now) {
    var yields = outranks.test(run.script().definition().sending().priority());
    return send(new Asked(request, run, "send-" + ++asked, yields), now);
  }

  /** Whether a mail of this run is held. */
  boolean holds(Run run) {
    return held.containsKey(run);
  }

  /** Takes on again the mail of this run that is held. */
  Cause.@Nullable MailSettled again(Run run, Instant now) {
    return send(Objects.requireNonNull(held.remove(run)), now);
  }

  private Cause.@Nullable MailSettled send(Asked mail, Instant now) {
    var request = mail.request();
    var person = mail.run().person();
    var to = request.to() == null ? person.email() : request.to();
    if (to == null) {
      return failed(mail, now, "the contact has no address");
    }
    var sending = mail.run().script().definition().sending();
    var refusal = Verdicts.against(sending.category(), person.wishes(), lists);
    if (refusal.isPresent()) {
      return unsent(mail, now, refusal.get().status(), refusal.get().reason());
    }
    if (mail.yields()) {
      held.put(mail.run(), mail.waited());
      mail.run().park(request, now.plus(Timing.GRACE));
      return null;
    }
    var verdict =
        Timing.of(
            sending.withOnStopped(request.onStopped()),
            TimeZones.of(null, person.properties()::get, null),
            newest.get(mail.line(to)),
            allowance(to, sending.category()).free(0, to, sending.category()),
            now);
    return verdict instanceof Verdict.Send ? deliver(mail, to, now) : stopped(mail, verdict, now);
  }

  /** What the mails that went to an address leave of the caps for one more of a category. */
  private Allowance allowance(String to, String category) {
    var used = new HashMap<Allowance.Place, List<Instant>>();
    Allowance.of(lists.caps(), 0, to, category)
        .forEach((place, cap) -> used.put(place, times(to, place.category())));
    return new Allowance(lists.caps(), used);
  }

  private List<Instant> times(String to, String category) {
    return went.stream()
        .filter(one -> one.isTo(to))
        .filter(one -> category.isEmpty() || one.category().equals(category))
        .filter(one -> !lists.caps().exempt().contains(one.category()))
        .map(Went::at)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private Cause.@Nullable MailSettled stopped(Asked mail, Verdict verdict, Instant now) {
    if (verdict instanceof Verdict.Hold hold) {
      held.put(mail.run(), mail);
      mail.run().park(mail.request(), hold.until());
      var until = timeline.since(hold.until()) + ": " + hold.stop().reason();
      timeline.add(now, "mail '" + mail.request().template() + "' held until " + until);
      return null;
    }
    if (verdict instanceof Verdict.Skip skip) {
      return unsent(mail, now, "skipped", skip.stop().reason());
    }
    if (verdict instanceof Verdict.Leave leave) {
      return unsent(mail, now, "left", leave.stop().reason());
    }
    throw new AssertionError(verdict);
  }

  /**
   * The mails of a template that went to an address.
   *
   * @param opened the ids of the mails that were opened
   * @param clicked the ids of those of which a link was followed
   */
  MailHistory history(
      String template, @Nullable String address, Set<String> opened, Set<String> clicked) {
    var mails =
        went.stream().filter(one -> one.template().equals(template) && one.isTo(address)).toList();
    if (mails.isEmpty()) {
      return MailHistory.NONE;
    }
    var last = mails.get(mails.size() - 1);
    return new MailHistory(
        true, last.at(), mails.size(), opened.contains(last.id()), clicked.contains(last.id()));
  }

  /** How many mails went to an address, of a category if one is given. */
  long count(Instant since, @Nullable String category, @Nullable String address) {
    return went.stream()
        .filter(one -> one.isTo(address) && !one.at().isBefore(since))
        .filter(one -> category == null || one.category().equals(category))
        .count();
  }

  /** What an event about the newest mail of a template says that the contact got. */
  Map<String, String> named(String template, Person person) {
    var mail =
        sent.stream()
            .filter(one -> one.template().equals(template) && owners.get(one.sendId()) == person)
            .reduce((one, other) -> other)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the contact has got no mail '" + template + "'; sent were " + sent));
    return Map.of("emailSendId", mail.sendId(), "templateKey", template);
  }

  private Cause.MailSettled deliver(Asked asked, String to, Instant now) {
    var template = asked.request().template();
    var before = newest.put(asked.line(to), now);
    try {
      var mail = mail(asked, to, now);
      var reason = failing.get(template);
      if (reason != null) {
        throw new IllegalStateException(reason);
      }
      owners.put(mail.sendId(), asked.run().person());
      provider.accept(mail);
      sent.add(mail);
      var category = asked.run().script().definition().sending().category();
      went.add(new Went(mail.sendId(), template, category, to, now));
      timeline.add(now, "mail " + mail);
      return new Cause.MailSettled("sent", mail.sendId(), now, null);
    } catch (RuntimeException e) {
      newest.compute(asked.line(to), (line, last) -> before);
      return failed(asked, now, String.valueOf(e.getMessage()));
    }
  }

  private Mail mail(Asked asked, String to, Instant now) {
    var request = asked.request();
    var rendered = render(request, asked.run(), to);
    var subject = request.subject() == null ? rendered.subject() : request.subject();
    return new Mail(
        asked.sendId(),
        request.template(),
        to,
        subject,
        request.props(),
        now,
        rendered.html(),
        rendered.text());
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
                run.person().properties(),
                to,
                run.script().definition().name(),
                run.trigger().name())
            .with(LINKS);
    var rendered = templates.render(request.template(), injected.under(request.props()));
    return request.subject() == null ? rendered : rendered.withSubject(request.subject());
  }

  private Cause.MailSettled failed(Asked mail, Instant now, String reason) {
    return unsent(mail, now, "failed", reason);
  }

  private Cause.MailSettled unsent(Asked mail, Instant now, String status, String reason) {
    timeline.add(now, "mail '" + mail.request().template() + "' " + status + ": " + reason);
    return new Cause.MailSettled(status, mail.sendId(), null, reason);
  }
}
